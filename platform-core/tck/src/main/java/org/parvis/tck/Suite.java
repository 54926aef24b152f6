package org.parvis.tck;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.opentest4j.TestAbortedException;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;

/** Tests that belong together. A suite only names its tests; each has its own {@link Subject} when it runs. */
abstract class Suite {
    static final List<String> ORDER = List.of(
            "descriptor",
            "linking",
            "publishing",
            "inbox",
            "responder",
            "analytics",
            "webhook",
            "errors",
            "tolerance",
            "paging",
            "behaviour",
            "bundle",
            "lifecycle");

    /** What a test does. */
    @FunctionalInterface
    interface Body {
        void run(Subject subject) throws Exception;
    }

    private record Named(String name, Body body) {}

    private final String name;
    private final List<Named> tests = new ArrayList<>();
    final Kit kit;

    Suite(String name, Kit kit) {
        this.name = name;
        this.kit = kit;
    }

    final void test(String test, Body body) {
        tests.add(new Named(test, body));
    }

    /** Declared: it works. Not declared: who asks is told UNSUPPORTED. */
    final void capability(Capability capability, String test, Body works, Body asked) {
        if (kit.descriptor().offers(capability)) {
            test(test, works);
        } else {
            test(test, subject -> unsupported(capability, subject, asked));
        }
    }

    private static void unsupported(Capability capability, Subject subject, Body asked) throws Exception {
        try {
            asked.run(subject);
        } catch (FacetMissingException nothingToAsk) {
            return;
        } catch (NetworkException refused) {
            if (refused.kind() == ErrorKind.UNSUPPORTED) {
                return;
            }
            throw new AssertionError(
                    capability + " is not declared: who asks for it must be told UNSUPPORTED, not " + refused.kind(),
                    refused);
        }
        throw new AssertionError(capability + " is not declared: who asks for it must be told UNSUPPORTED");
    }

    final Stream<DynamicTest> dynamicTests(Report report, Map<String, String> waivers) {
        return tests.stream()
                .map(test -> DynamicTest.dynamicTest(test.name, () -> {
                    String waiver = waivers.get(name + "/" + test.name);
                    if (waiver == null) {
                        run(report, test);
                    } else {
                        runWaived(report, test, waiver);
                    }
                }));
    }

    private void run(Report report, Named test) throws Exception {
        try {
            attempt(test);
            report.add(new Report.Line(name, test.name, Report.Verdict.PASSED, ""));
        } catch (TestAbortedException skipped) {
            report.add(new Report.Line(name, test.name, Report.Verdict.SKIPPED, reason(skipped)));
            throw skipped;
        } catch (Exception | AssertionError failed) {
            report.add(new Report.Line(name, test.name, Report.Verdict.FAILED, reason(failed)));
            throw failed;
        }
    }

    private void runWaived(Report report, Named test, String waiver) {
        try {
            attempt(test);
        } catch (Exception | AssertionError expected) {
            report.add(new Report.Line(name, test.name, Report.Verdict.SKIPPED, waiver));
            throw new TestAbortedException(waiver, expected);
        }
        String stale = "It passes by now: take it from the waivers (" + waiver + ")";
        report.add(new Report.Line(name, test.name, Report.Verdict.FAILED, stale));
        throw new AssertionError(stale);
    }

    private void attempt(Named test) throws Exception {
        try (Subject subject = new Subject(kit)) {
            test.body.run(subject);
        } catch (NotSimulatedException missing) {
            throw new TestAbortedException(missing.getMessage(), missing);
        }
    }

    private static String reason(Throwable failure) {
        return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
    }
}
