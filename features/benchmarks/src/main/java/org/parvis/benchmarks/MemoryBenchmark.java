package org.parvis.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** P12: the memory of all processes after a minute in which nothing happened, against a minimal Karaf; one after the other. */
final class MemoryBenchmark implements Benchmark {
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int MOST_ROUNDS = 3;
    private static final String WHAT = "memory (PSS) of JVM and database after a minute of idling, ";

    @Override
    public String group() {
        return "P12";
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        Options options = bench.options();
        String against = WHAT + "against the JVM of minimal Karaf 4.4.8";
        Optional<String> missing = Distribution.missing(options).or(() -> BootBenchmark.missingKaraf(options));
        if (missing.isPresent()) {
            return List.of(
                    Figure.skipped("P12.ratio", against, "MB", Goal.ratioAtMost(2.5), missing.get()),
                    Figure.skipped("P12.mb", WHAT + "absolutely", "MB", Goal.productAtMost(512), missing.get()));
        }
        bench.stopServer();
        Distribution distribution = Distribution.fresh(options, "idle");
        MinimalKaraf karaf = MinimalKaraf.fresh(options);
        // The unmeasured first turn of each is its first start; what is measured are ordinary ones.
        Rounds rounds = Rounds.alternate(
                Math.min(MOST_ROUNDS, options.rounds()),
                List.of(() -> idle(distribution.start(), true), () -> idle(karaf.start(), false)));
        return List.of(
                Figure.measured("P12.ratio", against, "MB", Goal.ratioAtMost(2.5), rounds.against(1)),
                Figure.measured("P12.mb", WHAT + "absolutely", "MB", Goal.productAtMost(512), rounds.against(1)));
    }

    private static double idle(Container started, boolean withDatabase) throws Exception {
        try (Container container = started) {
            if (withDatabase) {
                Distribution.checkDatabase(container);
            }
            // What is measured is what is left after this long without work.
            Thread.sleep(IDLE.toMillis());
            return container.megabytes();
        }
    }
}
