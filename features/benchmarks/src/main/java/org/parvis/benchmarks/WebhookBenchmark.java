package org.parvis.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.parvis.benchmarks.Conversation.Message;
import org.parvis.store.connection.Endpoint;

/**
 * P2: signed webhooks of X posted to the distribution, each answered 200 only after its commit, by sixteen connections;
 * against sixteen connections that commit one message each with the FULL statement. The webhooks are about an account that
 * nobody linked: they are understood beside, and then dropped.
 */
final class WebhookBenchmark implements Benchmark {
    private static final int CONNECTIONS = 16;
    private static final int A_SECOND = 1_000;
    private static final int MOST = 200_000;
    private static final String PATH = "/api/v1/webhooks/twitter";
    private static final String RATIO =
            "webhook POST to durable 200 over HTTP of the booted distribution, 16 connections";
    private static final String LATE =
            "webhook POST to durable 200 at 1,000 a second, p99, counted from when it was due";

    private final Conversation conversation = new Conversation(Conversation.SEED);
    private final AtomicInteger position = new AtomicInteger();

    @Override
    public String group() {
        return "P2";
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        Optional<String> missing = Distribution.missing(bench.options());
        if (missing.isPresent()) {
            return skipped(missing.get());
        }
        Endpoint raw = bench.database("raw_webhooks");
        RawInbox.create(raw);
        Distribution distribution = Distribution.fresh(bench.options(), "webhooks");
        try (Container container = distribution.start()) {
            int status = firstAnswer(distribution);
            if (status != 200) {
                return skipped("the distribution answers a signed webhook with " + status);
            }
            return measure(bench, distribution.port(), container, raw);
        }
    }

    private static List<Figure> skipped(String reason) {
        return List.of(
                Figure.skipped("P2.ratio", RATIO, "1/s", Goal.ratioAtLeast(0.5), reason),
                Figure.skipped("P2.p99", LATE, "ms", Goal.productAtMost(25), reason));
    }

    /** The network may need a moment after the platform is ready. */
    private int firstAnswer(Distribution distribution) throws Exception {
        int status = 0;
        for (int tries = 0; tries < 50 && status != 200; tries++) {
            try (HttpLine line = new HttpLine(distribution.port())) {
                status = line.send(requests(1).get(0));
            }
            // Another program becomes ready without telling anybody.
            Thread.sleep(status == 200 ? 0 : 100);
        }
        return status;
    }

    private List<Figure> measure(Bench bench, int port, Container container, Endpoint raw) throws Exception {
        double seconds = bench.options().length().toSeconds();
        productRate(container, port, 5_000);
        int count = (int) Math.min(MOST, productRate(container, port, 10_000) * seconds);
        List<Figure> figures = new ArrayList<>();
        if (bench.options().asksFor("P2.ratio")) {
            Rounds rounds = Rounds.alternate(
                    bench.options().rounds(),
                    List.of(() -> productRate(container, port, count), () -> rawRate(raw, count)));
            figures.add(Figure.measured("P2.ratio", RATIO, "1/s", Goal.ratioAtLeast(0.5), rounds.against(1)));
        }
        if (bench.options().asksFor("P2.p99")) {
            int offered = (int) (A_SECOND * seconds);
            Rounds rounds = Rounds.alternate(
                    bench.options().rounds(),
                    List.of(() -> productLateness(container, port, offered), () -> rawLateness(raw, offered)));
            figures.add(Figure.measured("P2.p99", LATE, "ms", Goal.productAtMost(25), rounds.against(1)));
        }
        return figures;
    }

    private List<byte[]> requests(int count) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Distribution.SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        List<byte[]> requests = new ArrayList<>(count);
        for (Message message : conversation.page(count)) {
            String body =
                    "{\"data\":[{\"event_type\":\"post.mention.create\",\"filter\":{\"user_id\":\"42\"},\"payload\":"
                            + message.json() + "}]}";
            String signature = Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
            requests.add(HttpLine.post(PATH, "x-twitter-webhooks-signature: sha256=" + signature, body));
        }
        return requests;
    }

    private double productRate(Container container, int port, int count) throws Exception {
        List<byte[]> requests = requests(count);
        double seconds = Crew.seconds(CONNECTIONS, member -> {
            try (HttpLine line = new HttpLine(port)) {
                for (int i = member; i < requests.size(); i += CONNECTIONS) {
                    send(line, requests.get(i));
                }
            }
        });
        container.awaitQuiet();
        return count / seconds;
    }

    private static void send(HttpLine line, byte[] request) throws IOException {
        int status = line.send(request);
        if (status != 200) {
            throw new IOException("A webhook was answered with " + status);
        }
    }

    private double rawRate(Endpoint raw, int count) throws Exception {
        List<Message> messages = conversation.page(count);
        double seconds = Crew.seconds(CONNECTIONS, member -> {
            try (Connection connection = PlainDatabase.connect(raw);
                    PreparedStatement statement = RawInbox.full(connection)) {
                for (int i = member; i < messages.size(); i += CONNECTIONS) {
                    RawInbox.take(statement, new UUID(2, member), List.of(messages.get(i)));
                }
            }
        });
        return count / seconds;
    }

    private double productLateness(Container container, int port, int count) throws Exception {
        List<byte[]> requests = requests(count);
        double late = lateness(count, member -> {
            HttpLine line = new HttpLine(port);
            return new Sender(i -> send(line, requests.get(i)), line);
        });
        container.awaitQuiet();
        return late;
    }

    private double rawLateness(Endpoint raw, int count) throws Exception {
        List<Message> messages = conversation.page(count);
        return lateness(count, member -> {
            Connection connection = PlainDatabase.connect(raw);
            PreparedStatement statement = RawInbox.full(connection);
            return new Sender(i -> RawInbox.take(statement, new UUID(3, member), List.of(messages.get(i))), connection);
        });
    }

    /** What sends the message of a number, and what is closed in the end. */
    private record Sender(Send send, AutoCloseable connection) {}

    private interface Send {
        void send(int number) throws Exception;
    }

    private interface Opening {
        Sender open(int member) throws Exception;
    }

    /** Milliseconds from when a message was due until it was durable: whoever waits for a connection is late as well. */
    private double lateness(int count, Opening opening) throws Exception {
        double[] late = new double[count];
        position.set(0);
        long begin = System.nanoTime() + 200_000_000L;
        Crew.seconds(CONNECTIONS, member -> {
            Sender sender = opening.open(member);
            try (AutoCloseable closed = sender.connection()) {
                for (int i = position.getAndIncrement(); i < count; i = position.getAndIncrement()) {
                    long due = begin + i * 1_000_000_000L / A_SECOND;
                    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                        // Requests leave at fixed times, whatever became of the ones before.
                        LockSupport.parkNanos(left);
                    }
                    sender.send().send(i);
                    late[i] = (System.nanoTime() - due) / 1e6;
                }
            }
        });
        return Statistics.percentile(late, 0.99);
    }
}
