package org.parvis.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestSummaryMainTest {
    @TempDir
    Path root;

    private Path reports;

    @BeforeEach
    void reports() throws IOException {
        reports = Files.createDirectories(root.resolve("module/target/surefire-reports"));
    }

    @Test
    void addsUpAllModulesAndSaysWhySomethingWasSkipped() throws IOException {
        report(
                "TEST-a.xml",
                "<testcase classname='A' name='one'/><testcase classname='A' name='two'>"
                        + "<skipped message='needs Linux'/></testcase>");
        Path others = Files.createDirectories(root.resolve("other/target/failsafe-reports"));
        Files.writeString(
                others.resolve("TEST-b.xml"), "<testsuite><testcase classname='B' name='three'/></testsuite>");

        assertThat(summary(false))
                .endsWith("skipped 1: needs Linux\n2 passed, 0 failed, 1 skipped\n")
                .startsWith("true");
    }

    @Test
    void reasonThatStandsInAStackTraceIsFound() throws IOException {
        report(
                "TEST-c.xml",
                "<testcase classname='C' name='d'><skipped type='org.opentest4j.TestAbortedException'>"
                        + "org.opentest4j.TestAbortedException: Needs a container: later\n\tat C.d(C.java:1)</skipped></testcase>");
        assertThat(summary(false)).contains("skipped 1: Needs a container: later\n");
    }

    @Test
    void namesWhatFailed() throws IOException {
        report(
                "TEST-a.xml",
                "<testcase classname='A' name='one'><failure/></testcase>"
                        + "<testcase classname='A' name='two'><error/></testcase><testcase classname='A' name='three'/>");

        assertThat(summary(false)).isEqualTo("false failed: A.one\nfailed: A.two\n1 passed, 2 failed, 0 skipped\n");
    }

    @Test
    void sharedDataThatIsPromisedAndMissingIsAFailure() throws IOException {
        report(
                "TEST-a.xml",
                "<testcase classname='A' name='one'/><testcase classname='A' name='two'>"
                        + "<skipped message='no data/twcs in parvis.shared'/></testcase>");

        assertThat(summary(false)).startsWith("true").endsWith("1 passed, 0 failed, 1 skipped\n");
        assertThat(summary(true)).startsWith("false").endsWith("1 passed, 1 failed, 0 skipped\n");
    }

    @Test
    void eachNetworksKitIsPrintedSuiteBySuiteAndEachSkippedTestWithItsReason() throws IOException {
        report("TEST-x.ChirpNetworkTck.xml", "<testcase classname='x.ChirpNetworkTck' name='one'/>");
        Files.writeString(
                Files.createDirectories(root.resolve("module/target/tck")).resolve("report.md"), """
                # Conformance of Chirp (2.1)

                | Suite | Tests | Passed | Failed | Skipped |
                |---|---|---|---|---|
                | descriptor | 27 | 27 | 0 | 0 |
                | inbox | 18 | 15 | 1 | 2 |
                | **all** | 45 | 42 | 1 | 2 |

                ## Failed

                * `inbox/nothingIsLost`: one was lost

                ## Skipped, and why

                * `inbox/editsAreNoticed`: Chirp has no edits
                * `inbox/reviews`: The simulator cannot let a stranger write a review
                """);

        assertThat(summary(false)).isEqualTo("""
                true kit of Chirp (2.1): 45 tests, 42 passed, 1 failed, 2 skipped
                    descriptor 27, inbox 18 (2 skipped)
                    skipped inbox/editsAreNoticed: Chirp has no edits
                    skipped inbox/reviews: The simulator cannot let a stranger write a review
                1 passed, 0 failed, 0 skipped
                """);
    }

    @Test
    void aNetworkThatIsTriedTwiceHasTwoReports() throws IOException {
        report("TEST-x.ChirpNetworkTck.xml", "<testcase classname='x.ChirpNetworkTck' name='one'/>");
        report("TEST-x.OldLoginNetworkTck.xml", "<testcase classname='x.OldLoginNetworkTck' name='one'/>");
        kit("tck", 45);
        kit("tck-old-login", 12);

        assertThat(summary(false))
                .contains("kit of Chirp (2.1): 45 tests, ")
                .contains("kit of Chirp (2.1) old login: 12 tests, ");
    }

    private void kit(String folder, int tests) throws IOException {
        Files.writeString(
                Files.createDirectories(root.resolve("module/target").resolve(folder))
                        .resolve("report.md"),
                "# Conformance of Chirp (2.1)\n| **all** | " + tests + " | " + tests + " | 0 | 0 |\n");
    }

    @Test
    void aKitThatLeftNoReportIsAFailure() throws IOException {
        report("TEST-x.ChirpNetworkTck.xml", "<testcase classname='x.ChirpNetworkTck' name='one'/>");

        assertThat(summary(false))
                .startsWith("false failed: TEST-x.ChirpNetworkTck.xml (the kit ran and left no report")
                .endsWith("1 passed, 1 failed, 0 skipped\n");
    }

    @Test
    void halfAReportIsAFailure() throws IOException {
        report("TEST-a.xml", "<testcase classname='A' name='one'/>");
        Files.writeString(reports.resolve("TEST-b.xml"), "<testsuite><testcase");

        assertThat(summary(false)).startsWith("false").endsWith("1 passed, 1 failed, 0 skipped\n");
    }

    @Test
    void noTestAtAllIsAFailure() throws IOException {
        assertThat(summary(false)).isEqualTo("false 0 passed, 0 failed, 0 skipped\n");
    }

    private void report(String name, String cases) throws IOException {
        Files.writeString(reports.resolve(name), "<testsuite>" + cases + "</testsuite>");
    }

    private String summary(boolean sharedRequired) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean passed =
                TestSummaryMain.print(root, sharedRequired, new PrintStream(out, true, StandardCharsets.UTF_8));
        return passed + " " + out.toString(StandardCharsets.UTF_8);
    }
}
