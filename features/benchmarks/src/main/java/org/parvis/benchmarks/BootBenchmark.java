package org.parvis.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** P11: from the start of the process to ready, the first time and the second, against a minimal Karaf with one bundle. */
final class BootBenchmark implements Benchmark {
    private static final String FIRST = "first start to ready, initialising the database, against minimal Karaf 4.4.8";
    private static final String SECOND = "second start to ready, database included, against minimal Karaf 4.4.8";

    @Override
    public String group() {
        return "P11";
    }

    @Override
    public List<Figure> run(Bench bench) throws Exception {
        Options options = bench.options();
        Optional<String> missing = Distribution.missing(options).or(() -> missingKaraf(options));
        if (missing.isPresent()) {
            return List.of(
                    Figure.skipped("P11.first", FIRST, "s", Goal.ratioAtMost(3), missing.get()),
                    Figure.skipped("P11.second", SECOND, "s", Goal.ratioAtMost(4), missing.get()));
        }
        bench.stopServer();
        List<Double> productSecond = new ArrayList<>();
        List<Double> limitSecond = new ArrayList<>();
        Rounds first = Rounds.alternate(
                options.rounds(), List.of(() -> product(options, productSecond), () -> limit(options, limitSecond)));
        List<Figure.Round> second = new ArrayList<>();
        for (int i = 1; i < productSecond.size(); i++) {
            second.add(new Figure.Round(productSecond.get(i), limitSecond.get(i)));
        }
        return List.of(
                Figure.measured("P11.first", FIRST, "s", Goal.ratioAtMost(3), first.against(1)),
                Figure.measured("P11.second", SECOND, "s", Goal.ratioAtMost(4), second));
    }

    static Optional<String> missingKaraf(Options options) {
        try {
            return MinimalKaraf.missing(options);
        } catch (IOException e) {
            return Optional.of("the minimal Karaf cannot be read: " + e.getMessage());
        }
    }

    private static double product(Options options, List<Double> second) throws Exception {
        Distribution distribution = Distribution.fresh(options, "boot");
        double seconds;
        try (Container container = distribution.start()) {
            Distribution.checkDatabase(container);
            seconds = container.seconds();
            container.awaitQuiet();
        }
        try (Container container = distribution.start()) {
            second.add(container.seconds());
        }
        return seconds;
    }

    private static double limit(Options options, List<Double> second) throws Exception {
        MinimalKaraf karaf = MinimalKaraf.fresh(options);
        double seconds;
        try (Container container = karaf.start()) {
            seconds = container.seconds();
            container.awaitQuiet();
        }
        try (Container container = karaf.start()) {
            second.add(container.seconds());
        }
        return seconds;
    }
}
