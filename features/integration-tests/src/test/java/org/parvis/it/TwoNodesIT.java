package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Two platforms over one database. One of them holds work at many steps when it dies, or when it stands still for longer than
 * its leases last: the other takes all of it over, and what the first still says when it wakes is not heard. The network's own
 * journal must agree with the platform afterwards. Faults 36 and 37 of the platform's fault matrix.
 */
@Tag("long")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TwoNodesIT {
    static final String STATEMENT = "PT15S";
    private static final int POOL = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final List<KillPoint> POINTS = List.of(
            KillPoint.POST_INTENT_COMMITTED,
            KillPoint.POST_ARRIVES_AFTER_ALL,
            KillPoint.POST_NEVER_ARRIVES,
            KillPoint.POST_ACCEPTED,
            KillPoint.POST_ANSWER_COMING,
            KillPoint.POST_RESULT_WRITTEN,
            KillPoint.REPLY_NEVER_ARRIVES,
            KillPoint.REPLY_ACCEPTED,
            KillPoint.PAGE_ASKED,
            KillPoint.PAGE_ANSWERED,
            KillPoint.ITEM_WRITTEN);

    private static Campaign campaign;
    private static Demo second;

    @BeforeAll
    static void start() throws Exception {
        campaign = Campaign.startForTwo(POOL, STATEMENT);
        second = SecondNode.beside(campaign.demo(), POOL);
    }

    @AfterAll
    static void stop() throws Exception {
        try {
            if (second != null) {
                second.close();
            }
        } finally {
            if (campaign != null) {
                campaign.close();
            }
        }
    }

    @Test
    @Order(1)
    void whatOneSaysThatStoodStillForTooLongIsNotHeard() throws Exception {
        long first = campaign.demo().platformProcess();
        CompletableFuture<Void> woken = new CompletableFuture<>();
        Campaign.Result result = campaign.run(
                POINTS,
                () -> {
                    assertThat(held())
                            .as("leases of the node that stands still")
                            .isPositive();
                    SecondNode.signal("STOP", first);
                    onceTakenOver(() -> SecondNode.signal("CONT", first), woken);
                },
                false);
        woken.join();
        assertThat(result.findings()).isEmpty();
        assertThat(ProcessHandle.of(first))
                .hasValueSatisfying(process -> assertThat(process.isAlive()).isTrue());
        // Once more to the end, now that the first one has said all that it had to say.
        assertThat(campaign.run(List.of(), () -> {}, false).findings()).isEmpty();
    }

    /** Its database lives on without it, until it comes again: therefore this is the last. */
    @Test
    @Order(2)
    void whatOneHeldWhenItDiedIsFinishedByTheOther() throws Exception {
        CompletableFuture<Void> again = new CompletableFuture<>();
        Campaign.Result result = campaign.run(
                POINTS,
                () -> {
                    assertThat(held()).as("leases of the node that dies").isPositive();
                    campaign.demo().killPlatform();
                    onceTakenOver(campaign.demo()::startPlatform, again);
                },
                false);
        again.join();
        assertThat(result.findings()).isEmpty();
    }

    /** What stands still at the database or at the network is let go meanwhile. */
    private static void onceTakenOver(Campaign.Blow then, CompletableFuture<Void> done) {
        String held = ofTheFirst("1");
        Thread waiting = new Thread(
                () -> {
                    try (DatabaseDoor door = new DatabaseDoor(campaign.demo())) {
                        await().atMost(PATIENCE)
                                .pollInterval(Duration.ofMillis(250))
                                .until(() -> !door.exists(held));
                        then.strike();
                        done.complete(null);
                    } catch (Exception failure) {
                        done.completeExceptionally(failure);
                    }
                },
                "nodes-taken-over");
        waiting.setDaemon(true);
        waiting.start();
    }

    private static long process() {
        try {
            return campaign.demo().platformProcess();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static long held() throws Exception {
        try (DatabaseDoor door = new DatabaseDoor(campaign.demo())) {
            return Long.parseLong(door.text(ofTheFirst("count(*)")));
        }
    }

    /** An owner's name begins with the number of its process. */
    private static String ofTheFirst(String what) {
        return "select " + what + " from engine.obligation_lease where owner like '" + process() + "-%'";
    }
}
