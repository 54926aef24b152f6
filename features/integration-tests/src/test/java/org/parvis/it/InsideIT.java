package org.parvis.it;

import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What only the inside of the container can tell: wires, services, components, loaders. Each method of {@link InsideProbe}
 * is a test of its own and runs in the distribution that Pax Exam boots.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InsideIT {
    private @Nullable PaxExamContainer container;

    @BeforeAll
    void boot() throws IOException {
        container = PaxExamContainer.boot(InsideProbe.class);
    }

    @TestFactory
    Stream<DynamicTest> inside() {
        return container.probes().stream().map(probe -> DynamicTest.dynamicTest(probe, () -> container.call(probe)));
    }

    @AfterAll
    void stop() throws IOException {
        if (container != null) {
            container.close();
        }
    }
}
