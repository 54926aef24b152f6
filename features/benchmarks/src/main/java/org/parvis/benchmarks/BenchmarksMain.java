package org.parvis.benchmarks;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the figures that are asked for, and prints one line for each: JSON with {@code --json}, a table otherwise. What
 * else there is to say goes to standard error. The exit code says whether it could measure, not whether the goals hold.
 */
public final class BenchmarksMain {
    private static final List<Benchmark> ALL = List.of(
            new IngestBenchmark(),
            new WebhookBenchmark(),
            new IngestBenchmark.Repeated(),
            new OutboxBenchmark(),
            new LatenessBenchmark(),
            new BootBenchmark(),
            new MemoryBenchmark());

    private BenchmarksMain() {}

    public static void main(String[] arguments) {
        Options options;
        try {
            options = Options.parse(Arrays.asList(arguments));
            if (ALL.stream().noneMatch(benchmark -> options.asksForGroup(benchmark.group()))) {
                throw new IllegalArgumentException("No figure begins with " + options.ids() + "; there are "
                        + ALL.stream().map(Benchmark::group).toList());
            }
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(2);
            return;
        }
        System.exit(measure(options, System.out, System.err) ? 0 : 1);
    }

    /** @return whether everything that was asked for was measured, or skipped for a reason that was said */
    static boolean measure(Options options, PrintStream out, PrintStream notes) {
        boolean well = true;
        try (Bench bench = new Bench(options, notes)) {
            Machine.facts(options.home()).forEach(bench::note);
            if (!options.json()) {
                out.println(Figure.heading());
            }
            for (Benchmark benchmark : ALL) {
                if (options.asksForGroup(benchmark.group())) {
                    well &= measure(benchmark, bench, out);
                }
            }
        } catch (Exception e) {
            notes.println("# The benchmarks could not run: " + e);
            return false;
        }
        return well;
    }

    private static boolean measure(Benchmark benchmark, Bench bench, PrintStream out) {
        try {
            for (Figure figure : benchmark.run(bench)) {
                if (bench.options().asksFor(figure.id())) {
                    out.println(bench.options().json() ? figure.json() : figure.text());
                    out.flush();
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            bench.note(benchmark.group() + " was interrupted");
            return false;
        } catch (Exception e) {
            bench.note(benchmark.group() + " could not be measured: " + e);
            bench.trace(e);
            return false;
        }
    }
}
