package org.parvis.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures hardly anything, so that the program does not rot; what comes out is checked where it does not depend on speed. */
class SmokeTest {
    @TempDir
    private Path home;

    private Bench bench(String... ids) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(ids));
        arguments.addAll(List.of("--home", home.toString(), "--rounds", "1", "--seconds", "1"));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new Bench(Options.parse(arguments), nowhere);
    }

    @Test
    void repeatedPagesAreMeasuredAndWriteNothing() throws Exception {
        try (Bench bench = bench("P3")) {
            List<Figure> figures = new IngestBenchmark.Repeated(50).run(bench);
            assertThat(figures).extracting(Figure::id).containsExactly("P3.ratio", "P3.writes");
            assertThat(figures.get(0).product()).isPositive();
            assertThat(figures.get(0).limit()).isPositive();
            assertThat(figures.get(1).product()).as("rows written").isZero();
            assertThat(figures.get(1).holds()).isTrue();
        }
    }

    @Test
    void theOutboxIsMeasuredAndWhatIsMissingIsSaid() throws Exception {
        try (Bench bench = bench("P7.ratio", "P7.scheduler")) {
            List<Figure> figures = new OutboxBenchmark(100).run(bench);
            assertThat(figures).extracting(Figure::id).containsExactly("P7.ratio", "P7.scheduler", "P7.bullmq");
            assertThat(figures.get(0).rounds()).hasSize(1).allMatch(round -> round.product() > 0 && round.limit() > 0);
            assertThat(figures.get(2).skipped()).isNotEmpty();
        }
    }

    @Test
    void withoutADistributionWhatNeedsItIsSkippedForThatReason() throws Exception {
        try (Bench bench = bench("--platform", home.resolve("none").toString())) {
            for (Benchmark one : List.of(new WebhookBenchmark(), new BootBenchmark(), new MemoryBenchmark())) {
                assertThat(one.run(bench))
                        .isNotEmpty()
                        .allMatch(figure -> figure.skipped().contains("no unpacked distribution"));
            }
        }
    }
}
