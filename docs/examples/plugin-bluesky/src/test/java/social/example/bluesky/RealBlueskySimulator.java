package social.example.bluesky;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;

/**
 * The kit's hands in a real Bluesky that runs on this machine ({@code network/network.mjs}). Its clock is the real one: instead
 * of letting time pass, one waits until the app's view has caught up with what was written.
 */
final class RealBlueskySimulator extends BlueskySimulator {
    private static final int TESTS_PER_ACCOUNT = 20;
    private static final HttpClient CONTROL = HttpClient.newHttpClient();

    /** Two accounts that serve some tests after one another; making an account takes the network half a second. */
    private record Pair(Person owner, Person stranger, String appPassword) {}

    private static Pair pair;
    private static int uses;

    private final Clock clock = Clock.systemUTC();

    private RealBlueskySimulator(URI server, Pair pair) throws Exception {
        super(server, pair.owner, pair.stranger, pair.appPassword);
    }

    static boolean isWanted() {
        return System.getProperty("bluesky.pds") != null;
    }

    static synchronized RealBlueskySimulator start() throws Exception {
        URI server = URI.create(System.getProperty("bluesky.pds"));
        if (uses++ % TESTS_PER_ACCOUNT == 0) {
            String name = Long.toString(System.nanoTime(), Character.MAX_RADIX);
            Person owner = Person.join(server, "own-" + name + ".test");
            Person stranger = Person.join(server, "jo-" + name + ".test");
            pair = new Pair(owner, stranger, owner.appPassword("parvis"));
        }
        RealBlueskySimulator simulator = new RealBlueskySimulator(server, pair);
        simulator.advance(Duration.ZERO);
        return simulator;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void advance(Duration time) throws IOException, InterruptedException {
        HttpResponse<String> settled = CONTROL.send(
                HttpRequest.newBuilder(URI.create(System.getProperty("bluesky.control") + "/settle"))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (settled.statusCode() != 204) {
            throw new IOException(settled.body());
        }
    }

    @Override
    public void close() {
        // The network lives on for the next test.
    }
}
