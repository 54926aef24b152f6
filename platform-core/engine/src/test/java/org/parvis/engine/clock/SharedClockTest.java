package org.parvis.engine.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedClockTest {
    private static final Instant START = Instant.parse("2017-10-03T08:00:00Z");

    @TempDir
    Path folder;

    private final AtomicLong real = new AtomicLong(1_000_000);

    private Path file(long mark, Instant business, double speed) throws IOException {
        Path file = folder.resolve("clock");
        ByteBuffer bytes = ByteBuffer.allocate(SharedClock.SIZE);
        bytes.putLong(mark)
                .putLong(real.get())
                .putLong(business.toEpochMilli())
                .putDouble(speed)
                .flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(bytes, 0);
        }
        return file;
    }

    @Test
    void runsAtTheSpeedOfTheFile() throws IOException {
        SharedClock clock = SharedClock.of(file(SharedClock.MARK, START, 60), ZoneOffset.UTC, real::get);
        assertThat(clock.instant()).isEqualTo(START);
        real.addAndGet(1_000);
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofMinutes(1)));
    }

    @Test
    void followsWhoeverSetsIt() throws IOException {
        SharedClock clock = SharedClock.of(file(SharedClock.MARK, START, 1), ZoneOffset.UTC, real::get);
        file(SharedClock.MARK, START.plus(Duration.ofDays(3)), 0);
        real.addAndGet(5_000);
        assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofDays(3)));
    }

    @Test
    void waitsForAFileThatIsBeingSet() throws Exception {
        SharedClock clock = SharedClock.of(file(0, START, 1), ZoneOffset.UTC, real::get);
        assertThatThrownBy(clock::instant).isInstanceOf(IllegalStateException.class);
        file(SharedClock.MARK, START, 1);
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void refusesAFileThatIsTooShort() throws IOException {
        Path file = Files.write(folder.resolve("short"), new byte[8]);
        assertThatThrownBy(() -> SharedClock.of(file, ZoneOffset.UTC, real::get))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("8 bytes");
    }

    @Test
    void withoutAFileItIsTheSystemClock() throws IOException {
        assertThat(new BusinessClock((String) null).instant())
                .isBetween(Instant.now().minusSeconds(5), Instant.now().plusSeconds(5));
    }
}
