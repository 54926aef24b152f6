package org.parvis.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationClockTest {

    private static final Instant THEN = Instant.parse("2017-10-31T22:10:47Z");

    @TempDir
    Path folder;

    @Test
    void twoReadersOfOneFileSeeAStepAtOnce() throws Exception {
        Path file = folder.resolve("clock");
        try (SimulationClock one = SimulationClock.shared(file);
                SimulationClock other = SimulationClock.shared(file)) {
            one.speed(0);
            one.set(THEN);
            assertThat(other.instant()).isEqualTo(THEN);
            other.step(Duration.ofDays(3));
            assertThat(one.instant()).isEqualTo(THEN.plus(Duration.ofDays(3)));
            assertThat(other.speed()).isZero();
        }
    }

    @Test
    void theFileHasTheAgreedLayout() throws Exception {
        Path file = folder.resolve("clock");
        try (SimulationClock clock = SimulationClock.shared(file)) {
            clock.speed(0.5);
            clock.set(THEN);
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        assertThat(bytes.remaining()).isEqualTo(32);
        assertThat(bytes.getLong()).isEqualTo(0x5041525649530001L);
        assertThat(bytes.getLong()).isCloseTo(System.currentTimeMillis(), org.assertj.core.data.Offset.offset(60_000L));
        assertThat(bytes.getLong()).isEqualTo(THEN.toEpochMilli());
        assertThat(bytes.getDouble()).isEqualTo(0.5);
    }

    @Test
    void anExistingFileKeepsItsTime() throws Exception {
        Path file = folder.resolve("clock");
        try (SimulationClock clock = SimulationClock.shared(file)) {
            clock.speed(0);
            clock.set(THEN);
        }
        try (SimulationClock again = SimulationClock.shared(file)) {
            assertThat(again.instant()).isEqualTo(THEN);
        }
    }

    @Test
    void noReaderSeesHalfAStep() throws Exception {
        Path file = folder.resolve("clock");
        try (SimulationClock writer = SimulationClock.shared(file);
                SimulationClock reader = SimulationClock.shared(file)) {
            writer.speed(0);
            writer.set(Instant.EPOCH);
            AtomicBoolean done = new AtomicBoolean();
            Thread thread = new Thread(
                    () -> {
                        for (int i = 0; i < 2_000; i++) {
                            writer.set(Instant.ofEpochSecond(i % 2 == 0 ? 1_000_000 : 0));
                        }
                        done.set(true);
                    },
                    "clock-writer");
            thread.start();
            while (!done.get()) {
                assertThat(reader.instant().getEpochSecond()).isIn(0L, 1_000_000L);
            }
            thread.join();
        }
    }

    @Test
    void aFastClockRunsFast() {
        SimulationClock clock = SimulationClock.local();
        clock.speed(1_000);
        Instant before = clock.instant();
        long real = System.nanoTime();
        while (System.nanoTime() - real < 20_000_000) {
            Thread.onSpinWait();
        }
        assertThat(Duration.between(before, clock.instant())).isGreaterThan(Duration.ofSeconds(10));
    }

    @Test
    void aNegativeSpeedIsRefused() {
        assertThatThrownBy(() -> SimulationClock.local().speed(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
