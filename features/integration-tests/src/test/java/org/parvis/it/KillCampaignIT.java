package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The platform, its database, or both are killed ({@code kill -9}) at every step of publishing, answering and ingesting, and
 * the network's own journal must agree with the platform afterwards. Each step stands still on an account of its own, so
 * that one kill hits several steps at once; that no step is left out is checked.
 */
class KillCampaignIT {
    private static final List<KillPoint> FIRST = List.of(
            KillPoint.POST_COMPOSED,
            KillPoint.POST_CLAIMED,
            KillPoint.POST_INTENT_COMMITTING,
            KillPoint.POST_NEVER_ARRIVES,
            KillPoint.POST_ACCEPTED,
            KillPoint.POST_RESULT_WRITTEN,
            KillPoint.POST_FOUND_COMMITTING,
            KillPoint.REPLY_INTENT_COMMITTING,
            KillPoint.REPLY_ACCEPTED,
            KillPoint.PAGE_ASKED,
            KillPoint.PAGE_THREE_OF_FIVE,
            KillPoint.WEBHOOK_TOLD,
            KillPoint.POST_CLAIMING);
    private static final List<KillPoint> SECOND = List.of(
            KillPoint.POST_SCHEDULED,
            KillPoint.POST_INTENT_WRITTEN,
            KillPoint.POST_INTENT_COMMITTED,
            KillPoint.POST_ARRIVES_AFTER_ALL,
            KillPoint.POST_ANSWER_COMING,
            KillPoint.POST_RESULT_COMMITTING,
            KillPoint.REPLY_NEVER_ARRIVES,
            KillPoint.REPLY_RESULT_WRITTEN,
            KillPoint.PAGE_ANSWERED,
            KillPoint.ITEM_WRITTEN,
            KillPoint.WEBHOOK_COMMITTING);
    private static final List<KillPoint> THIRD = List.of(
            KillPoint.POST_COMPOSING,
            KillPoint.POST_LOOKED_UP,
            KillPoint.REPLY_ASKED,
            KillPoint.REPLY_RESULT_COMMITTING,
            KillPoint.PAGE_HALF_READ,
            KillPoint.CURSOR_WRITTEN,
            KillPoint.PAGE_COMMITTING,
            KillPoint.FIGURES_WRITTEN,
            KillPoint.WEBHOOK_NOTED,
            KillPoint.WEBHOOK_WRITTEN);

    private static Campaign campaign;

    @BeforeAll
    static void start() throws Exception {
        List<KillPoint> all = new ArrayList<>(FIRST);
        all.addAll(SECOND);
        all.addAll(THIRD);
        assertThat(all).doesNotHaveDuplicates();
        Set<KillPoint> points = EnumSet.allOf(KillPoint.class);
        assertThat(all).containsExactlyInAnyOrderElementsOf(points);
        campaign = Campaign.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (campaign != null) {
            campaign.close();
        }
    }

    @ParameterizedTest
    @EnumSource(Victim.class)
    void nothingIsLostOrDoubledAfterAKillAtTheFirstThird(Victim victim) throws Exception {
        assertThat(campaign.run(FIRST, victim).findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Victim.class)
    void nothingIsLostOrDoubledAfterAKillAtTheSecondThird(Victim victim) throws Exception {
        assertThat(campaign.run(SECOND, victim).findings()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Victim.class)
    void nothingIsLostOrDoubledAfterAKillAtTheLastThird(Victim victim) throws Exception {
        assertThat(campaign.run(THIRD, victim).findings()).isEmpty();
    }

    /**
     * Fault 14: the database dies and comes back by itself within ten seconds. Whoever is not served after two seconds is told
     * so by the readiness too, and the platform is not started again.
     */
    @Test
    void aDatabaseThatDiesIsMissedAtOnceAndComesBackByItself() throws Exception {
        Demo demo = campaign.demo();
        demo.awaitReady(Duration.ofMinutes(1));
        long platform = demo.platformProcess();
        String before = campaign.door().text("select pg_postmaster_start_time()");
        long killed = System.nanoTime();
        demo.killDatabase();
        boolean served = false;
        while (!served) {
            served = campaign.isServed();
            boolean ready = demo.isReady();
            Duration gone = Duration.ofNanos(System.nanoTime() - killed);
            assertThat(gone).as("how long nobody is served").isLessThan(Duration.ofSeconds(10));
            assertThat(ready && !served && gone.compareTo(Duration.ofSeconds(2)) > 0)
                    .as("it says that it is ready, and serves nobody after %s", gone)
                    .isFalse();
        }
        demo.awaitReady(Duration.ofSeconds(10));
        assertThat(campaign.door().text("select pg_postmaster_start_time()")).isNotEqualTo(before);
        assertThat(ProcessHandle.of(platform))
                .hasValueSatisfying(process -> assertThat(process.isAlive()).isTrue());
    }
}
