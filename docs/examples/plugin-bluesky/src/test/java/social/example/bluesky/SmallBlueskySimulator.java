package social.example.bluesky;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** The kit's hands in a Bluesky in memory, whose clock stands still. */
final class SmallBlueskySimulator extends BlueskySimulator {
    /** What the network calls the figures of the descriptor. */
    private static final Map<String, String> MEMBERS = Map.of(
            "reactions", "likeCount",
            "comments", "replyCount",
            "shares", "repostCount",
            "bluesky:quotes", "quoteCount",
            "followers", "followersCount",
            "bluesky:posts", "postsCount");

    private final StandingClock clock;
    private final SmallBluesky world;
    private final SmallBlueskyServer server;

    private SmallBlueskySimulator(
            StandingClock clock,
            SmallBluesky world,
            SmallBlueskyServer server,
            Person owner,
            Person stranger)
            throws Exception {
        super(server.address(), owner, stranger, owner.appPassword("parvis"));
        this.clock = clock;
        this.world = world;
        this.server = server;
    }

    static SmallBlueskySimulator start() throws Exception {
        StandingClock clock = new StandingClock();
        SmallBluesky world = new SmallBluesky(clock);
        SmallBlueskyServer server = new SmallBlueskyServer(world);
        Person owner = Person.join(server.address(), "acme.example");
        Person stranger = Person.join(server.address(), "jo.example");
        return new SmallBlueskySimulator(clock, world, server, owner, stranger);
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void advance(Duration time) {
        clock.now.updateAndGet(before -> before.plus(time));
    }

    @Override
    public void expireToken() {
        world.end(account().grant().accessToken());
    }

    @Override
    public void revokeAuthorization() {
        world.end(account().grant().accessToken());
    }

    @Override
    public void retireMetric(String metric) {
        world.retire(MEMBERS.get(metric));
    }

    @Override
    public void close() {
        server.close();
    }

    private static final class StandingClock extends Clock {
        private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2031-04-05T06:07:08Z"));

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("The world has one zone");
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}
