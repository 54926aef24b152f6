package org.parvis.loopback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.parvis.spi.NetworkPlugin;

/** The kit is tried too: every broken loopback is killed by the tests that are meant to, and by no others. */
class MutantsTest {
    private static final AtomicReference<Mutant> CURRENT = new AtomicReference<>();

    static List<Mutant> mutants() {
        return Mutants.ALL;
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void isKilledByItsTestsAlone(Mutant mutant) {
        assertThat(run(mutant)).isEqualTo(new TreeSet<>(mutant.killers()));
    }

    @Test
    void thereAreEnoughMutantsAndEachIsKilled() {
        assertThat(Mutants.ALL).hasSizeGreaterThanOrEqualTo(25);
        assertThat(Mutants.ALL).extracting(Mutant::name).doesNotHaveDuplicates();
        assertThat(Mutants.ALL)
                .allSatisfy(mutant -> assertThat(mutant.killers()).isNotEmpty());
    }

    /** The names of the kit's tests that fail. */
    private static Set<String> run(Mutant mutant) {
        Set<String> failed = new TreeSet<>();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(MutantNetworkTck.class))
                .build();
        CURRENT.set(mutant);
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            private TestPlan plan;

            @Override
            public void testPlanExecutionStarted(TestPlan started) {
                plan = started;
            }

            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    String suite = plan.getParent(test)
                            .map(TestIdentifier::getDisplayName)
                            .orElse("");
                    failed.add(suite + "/" + test.getDisplayName());
                }
            }
        });
        return failed;
    }

    /** The kit on whatever mutant is its turn. */
    static class MutantNetworkTck extends LoopbackNetworkTck {
        @Override
        protected NetworkPlugin plugin() {
            return CURRENT.get().plugin().get();
        }

        @Override
        protected byte[] descriptorFile() throws IOException {
            String file = new String(super.descriptorFile(), StandardCharsets.UTF_8);
            return CURRENT.get().descriptor().apply(file).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        protected Path reports() {
            return Path.of("target", "tck-mutants", CURRENT.get().name());
        }
    }
}
