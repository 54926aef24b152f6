package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes wrong between the platform and a network must neither lose nor double anything, and no other network may notice.
 * Every fault of {@link Trouble} on every network: all of one network at the same time, on accounts of their own.
 */
@ExtendWith(FiveNetworksExtension.class)
@ResourceLock(FiveNetworksExtension.WORLD)
class NetworkFaultsIT {
    /**
     * How many times as long the slowest post in a hundred may take on the networks that are well. One that waits for the sick
     * network waits for its time limit, which is some fifty times as long.
     */
    private static final double BOUND = 8;

    private static final Map<Object, Outcome> ORDEALS = new HashMap<>();
    private static Map<Network, List<Long>> baseline;
    private static Canary canary;

    /** An ordeal, or why there is none: the first of its tests plays it, all others read the result. */
    private record Outcome(Ordeal ordeal, Throwable failure) {}

    @BeforeAll
    static void takeThePulse(FiveNetworks five) throws Exception {
        canary = new Canary();
        five.link(FiveNetworks.ACCOUNTS);
        Pulse.take(five, Pulse.TAKEN_ON, "warm");
        baseline = Pulse.take(five, Pulse.TAKEN_ON, "well");
    }

    static Stream<Arguments> matrix() {
        int[] faults = Arrays.stream(Trouble.values())
                .mapToInt(Trouble::fault)
                .filter(fault -> fault != Trouble.KILLED.fault())
                .distinct()
                .sorted()
                .toArray();
        return Stream.concat(
                Stream.of(Network.values())
                        .flatMap(network -> Arrays.stream(faults).mapToObj(fault -> Arguments.of(fault, network))),
                Stream.of(Network.values()).map(network -> Arguments.of(Trouble.KILLED.fault(), network)));
    }

    @ParameterizedTest(name = "fault {0} on {1}")
    @MethodSource("matrix")
    void nothingIsLostOrDoubled(int fault, Network network, FiveNetworks five) throws Exception {
        Ordeal ordeal = fault == Trouble.KILLED.fault() ? killed(five) : suffered(five, network);
        assertThat(ordeal.wrong(network, fault)).isEmpty();
    }

    @ParameterizedTest(name = "while {0} suffers")
    @EnumSource(Network.class)
    void theOtherNetworksDoNotNotice(Network sick, FiveNetworks five, TestReporter reporter) throws Exception {
        Ordeal ordeal = suffered(five, sick);
        reporter.publishEntry(
                "times as long while " + sick + " suffers", String.format(Locale.ROOT, "%.2f", ordeal.slower()));
        assertThat(ordeal.otherwise()).isEmpty();
        assertThat(ordeal.slower())
                .as("how many times as long the slowest post in a hundred took on networks that are well")
                .isLessThan(BOUND);
    }

    private static Ordeal suffered(FiveNetworks five, Network sick) throws Exception {
        return once(sick, () -> Ordeal.of(five, sick, baseline, canary));
    }

    private static Ordeal killed(FiveNetworks five) throws Exception {
        return once(Trouble.KILLED, () -> Ordeal.kill(five, canary));
    }

    private static Ordeal once(Object name, Callable<Ordeal> play) throws Exception {
        if (!ORDEALS.containsKey(name)) {
            Outcome outcome;
            try {
                outcome = new Outcome(play.call(), null);
            } catch (Exception | AssertionError failure) {
                outcome = new Outcome(null, failure);
            }
            ORDEALS.put(name, outcome);
        }
        Outcome outcome = ORDEALS.get(name);
        if (outcome.failure() != null) {
            throw new AssertionError("what " + name + " was to suffer could not be played", outcome.failure());
        }
        return outcome.ordeal();
    }

    @AfterAll
    static void nothingInTheLogIsABug(FiveNetworks five) throws Exception {
        canary.close();
        Path log = five.demo().home().resolve("log/karaf.log");
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            assertThat(lines.filter(line -> line.startsWith("\tat ") || line.startsWith("Caused by: ")))
                    .as("stack traces in the log")
                    .isEmpty();
        }
    }
}
