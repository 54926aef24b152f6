package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hundreds of kills: chance chooses who dies, and whether at some of the steps at once or at any moment under load. Each
 * kill is told in the name of its test by the seed it came from: {@code -Dparvis.kills.seed=<seed> -Dparvis.kills=1}
 * repeats it.
 */
@Tag("long")
class LongKillCampaignIT {
    /** After so many a fresh demo begins, so that what many kills leave behind is met as well as a young database. */
    private static final int TOGETHER = 50;

    private static final int MOST_POINTS = 6;
    private static Campaign campaign;
    private static int kills;

    /** What chance chose. */
    record Chance(long seed, Victim victim, boolean anyMoment, Duration moment, List<KillPoint> points) {
        static Chance of(long seed) {
            Random random = new Random(seed);
            Victim victim = Victim.values()[random.nextInt(Victim.values().length)];
            boolean anyMoment = random.nextInt(3) == 0;
            Duration moment = Duration.ofMillis(random.nextInt(2_500));
            return new Chance(seed, victim, anyMoment, moment, points(random));
        }

        private static List<KillPoint> points(Random random) {
            List<KillPoint> all = new ArrayList<>(EnumSet.allOf(KillPoint.class));
            Collections.shuffle(all, random);
            Set<KillPoint.Alone> taken = EnumSet.noneOf(KillPoint.Alone.class);
            List<KillPoint> chosen = new ArrayList<>();
            int count = 1 + random.nextInt(MOST_POINTS);
            for (KillPoint point : all) {
                if (chosen.size() < count && (point.alone == KillPoint.Alone.NONE || taken.add(point.alone))) {
                    chosen.add(point);
                }
            }
            return List.copyOf(chosen);
        }

        @Override
        public String toString() {
            return "seed " + seed + ": " + victim + (anyMoment ? " after " + moment.toMillis() + " ms of " : " at ")
                    + points;
        }
    }

    static Stream<Chance> chances() {
        long seed = Long.getLong("parvis.kills.seed", System.nanoTime());
        return IntStream.range(0, Integer.getInteger("parvis.kills", 300)).mapToObj(i -> Chance.of(seed + i));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("chances")
    void nothingIsLostOrDoubled(Chance chance) throws Exception {
        if (campaign == null) {
            campaign = Campaign.start();
        }
        Campaign.Result result = chance.anyMoment()
                ? campaign.runAtAnyMoment(chance.points(), chance.moment(), chance.victim())
                : campaign.run(chance.points(), chance.victim());
        assertThat(result.findings()).as("%s", chance).isEmpty();
    }

    @AfterEach
    void beginAfresh() throws Exception {
        int last = Integer.getInteger("parvis.kills", 300);
        if (campaign != null && (++kills % TOGETHER == 0 || kills == last)) {
            campaign.close();
            campaign = null;
        }
    }
}
