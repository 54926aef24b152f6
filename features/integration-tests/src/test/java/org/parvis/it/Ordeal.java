package org.parvis.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parvis.it.invariant.Finding;

/**
 * All troubles of one network at the same time, each on an account of its own, while the pulse of the others is taken; then all
 * is cured, the business clock goes on until nothing is under way, and the network's journal is held against the platform.
 */
final class Ordeal {
    /** As a person would wait: often at first, in the end until the networks' next day. */
    private static final List<Duration> STEPS = Stream.of(
                    Collections.nCopies(10, Duration.ofSeconds(15)),
                    Collections.nCopies(12, Duration.ofMinutes(1)),
                    Collections.nCopies(14, Duration.ofMinutes(20)))
            .flatMap(List::stream)
            .toList();

    private static final Duration BETWEEN_STEPS = Duration.ofMillis(700);
    private static final Set<Trouble> APART = EnumSet.of(Trouble.UNREACHABLE, Trouble.KILLED);

    private final FiveNetworks five;
    private final Api person;
    private final List<Play> plays = new ArrayList<>();
    private final List<Finding> otherwise = new ArrayList<>();
    private double slower;

    private Ordeal(FiveNetworks five) throws IOException, InterruptedException {
        this.five = five;
        this.person = five.owner();
    }

    /** @param baseline the pulse when all networks were well */
    static Ordeal of(FiveNetworks five, Network sick, Map<Network, List<Long>> baseline, Canary canary)
            throws Exception {
        five.beginEvening();
        Ordeal ordeal = new Ordeal(five);
        for (Trouble trouble : EnumSet.complementOf(EnumSet.copyOf(APART))) {
            ordeal.plays.add(new Play(five, ordeal.person, sick, trouble, canary));
        }
        Play unreachable = new Play(five, ordeal.person, sick, Trouble.UNREACHABLE, canary);
        for (Play play : ordeal.plays) {
            play.trouble().begin(play);
        }
        List<Network> well =
                Pulse.TAKEN_ON.stream().filter(network -> network != sick).toList();
        ordeal.slower = (double) Pulse.p99(Pulse.take(five, well, "beside-" + sick), well) / Pulse.p99(baseline, well);
        for (Play play : ordeal.plays) {
            play.cure();
        }
        ordeal.plays.add(unreachable);
        ordeal.leaveUnreachable(sick, unreachable);
        ordeal.judge();
        return ordeal;
    }

    /** Every network carries a film when the platform is killed. */
    static Ordeal kill(FiveNetworks five, Canary canary) throws Exception {
        Ordeal ordeal = new Ordeal(five);
        for (Network network : Network.values()) {
            Play play = new Play(five, ordeal.person, network, Trouble.KILLED, canary);
            ordeal.plays.add(play);
            play.onUploading(play.fault("hang"));
            play.publishFilm();
        }
        for (Play play : ordeal.plays) {
            play.awaitMet();
        }
        five.demo().killPlatform();
        for (Play play : ordeal.plays) {
            play.cure();
        }
        five.demo().startPlatform();
        ordeal.judge();
        return ordeal;
    }

    private void leaveUnreachable(Network sick, Play play) throws Exception {
        five.demo().control(sick.id() + "/listen", "{\"on\":false}");
        try {
            play.publish();
            play.awaitTried();
        } finally {
            five.demo().control(sick.id() + "/listen", "{\"on\":true}");
        }
    }

    private void judge() throws Exception {
        comeToRest();
        for (Play play : plays) {
            play.judge();
        }
        for (Finding finding : five.newFindings()) {
            List<Play> about = plays.stream()
                    .filter(play -> play.isAbout(finding.subject(), finding.sentence()))
                    .toList();
            about.forEach(play -> play.wrong().add(finding.toString()));
            if (about.isEmpty()) {
                otherwise.add(finding);
            }
        }
    }

    private void comeToRest() throws Exception {
        List<FiveNetworks.Account> accounts = plays.stream().map(Play::account).toList();
        Instant from = five.now();
        FiveNetworks.insist(() -> {
            five.synchronise(five.owner(), accounts);
            return true;
        });
        String ours = accounts.stream().map(account -> "'" + account.id() + "'").collect(Collectors.joining(", "));
        String restless = "select from publishing.publication where state in ('SCHEDULED', 'SENDING', 'UNKNOWN',"
                + " 'PENDING_REMOTE', 'WAITING_FOR_NETWORK')"
                + " union all select from inbox.item where reply_state in ('WAITING', 'WAITING_FOR_NETWORK', 'SENDING', 'UNKNOWN')"
                + " union all select from engine.webhook where state = 'RECEIVED'"
                + " union all select from engine.obligation where state <> 'DEAD'"
                + " and kind in ('publishing.publish', 'inbox.reply', 'webhook.parse')"
                + " union all select from inbox.feed where account_id in (" + ours
                + ") and (covered_until is null or covered_until < '" + from + "')";
        for (Duration step : STEPS) {
            if (isStill(restless)) {
                return;
            }
            five.step(step);
        }
        // The checker says what is still under way.
        isStill(restless);
    }

    private boolean isStill(String restless) {
        try {
            await().atMost(BETWEEN_STEPS)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .ignoreExceptions()
                    .until(() -> !five.door().exists(restless));
            return true;
        } catch (org.awaitility.core.ConditionTimeoutException notYet) {
            return false;
        }
    }

    /** What a fault did that it must not do. */
    List<String> wrong(Network network, int fault) {
        return plays.stream()
                .filter(play ->
                        play.account().network() == network && play.trouble().fault() == fault)
                .flatMap(play -> play.wrong().stream().map(sentence -> play.trouble() + ": " + sentence))
                .toList();
    }

    /** What was found and is about none of the accounts that were in trouble. */
    List<Finding> otherwise() {
        return otherwise;
    }

    /** How many times as long the slowest of a hundred posts took on the networks that were well. */
    double slower() {
        return slower;
    }
}
