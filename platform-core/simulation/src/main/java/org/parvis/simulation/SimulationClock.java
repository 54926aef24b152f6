package org.parvis.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The one business clock of platform and simulators. It can be stepped, set, sped up and frozen.
 *
 * <p>With a file it is shared between processes: 32 bytes, big endian, mapped into memory, so that both sides see a
 * step at once: {@code long magic, long baseReal (ms), long baseVirtual (ms), double speed}, and
 * {@code now = baseVirtual + (real - baseReal) * speed}. A writer holds a lock on the file and blanks the magic number
 * while it writes; a reader tries again while the magic number is blank or two readings differ. Without a file the same
 * four values live in this process only.
 *
 * <p>Thread-safe. Reading never blocks on I/O; changing it takes a file lock.
 */
public final class SimulationClock extends Clock implements AutoCloseable {

    /** The first eight bytes of a valid clock file: "PARVIS", version 1. */
    public static final long MAGIC = 0x5041525649530001L;

    private static final int SIZE = 32;
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final Object IN_THIS_PROCESS = new Object();

    private record Setting(long baseReal, long baseVirtual, long speedBits) {
        long at(long real) {
            double speed = Double.longBitsToDouble(speedBits);
            return speed == 1.0 ? baseVirtual + real - baseReal : baseVirtual + Math.round((real - baseReal) * speed);
        }
    }

    private final ByteBuffer memory;
    private final @Nullable FileChannel channel;
    private final ZoneId zone;

    private SimulationClock(ByteBuffer memory, @Nullable FileChannel channel, ZoneId zone) {
        this.memory = memory;
        this.channel = channel;
        this.zone = zone;
    }

    /** A clock of this process alone that starts at the system's time. */
    public static SimulationClock local() {
        SimulationClock clock =
                new SimulationClock(ByteBuffer.allocateDirect(SIZE).alignedSlice(8), null, ZoneOffset.UTC);
        clock.initialise();
        return clock;
    }

    /** The clock kept in {@code file}; a missing or blank file is started at the system's time. */
    public static SimulationClock shared(Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        MappedByteBuffer memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
        SimulationClock clock = new SimulationClock(memory, channel, ZoneOffset.UTC);
        clock.initialise();
        return clock;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SimulationClock(memory, channel, other);
    }

    @Override
    public long millis() {
        return setting().at(System.currentTimeMillis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    /** How fast it runs: 1 is real time, 0 is frozen. */
    public double speed() {
        return Double.longBitsToDouble(setting().speedBits());
    }

    /** Moves it by an amount, backwards too, and keeps its speed. */
    public Instant step(Duration amount) {
        return change(null, amount, null);
    }

    /** Sets it to an instant and keeps its speed. */
    public Instant set(Instant to) {
        return change(to, Duration.ZERO, null);
    }

    /** Changes the speed from now on; 0 freezes it. */
    public Instant speed(double speed) {
        if (!(speed >= 0) || Double.isInfinite(speed)) {
            throw new IllegalArgumentException("The speed of the clock must be a number from 0 up, not " + speed + ".");
        }
        return change(null, Duration.ZERO, speed);
    }

    private Instant change(@Nullable Instant to, Duration by, @Nullable Double speed) {
        return locked(() -> {
            long real = System.currentTimeMillis();
            Setting old = setting();
            long base = to == null ? old.at(real) : to.toEpochMilli();
            long bits = speed == null ? old.speedBits() : Double.doubleToLongBits(speed);
            write(new Setting(real, Math.addExact(base, by.toMillis()), bits));
            return instant();
        });
    }

    private void initialise() {
        locked(() -> {
            if (get(0) != MAGIC) {
                long real = System.currentTimeMillis();
                write(new Setting(real, real, Double.doubleToLongBits(1.0)));
            }
            return instant();
        });
    }

    private Instant locked(java.util.function.Supplier<Instant> action) {
        synchronized (IN_THIS_PROCESS) {
            if (channel == null) {
                return action.get();
            }
            try (FileLock lock = channel.lock()) {
                return action.get();
            } catch (IOException e) {
                throw new UncheckedIOException("The clock file cannot be locked.", e);
            }
        }
    }

    private void write(Setting setting) {
        LONGS.setVolatile(memory, 0, 0L);
        LONGS.setVolatile(memory, 8, setting.baseReal());
        LONGS.setVolatile(memory, 16, setting.baseVirtual());
        LONGS.setVolatile(memory, 24, setting.speedBits());
        LONGS.setVolatile(memory, 0, MAGIC);
    }

    private Setting setting() {
        Setting last = read();
        while (true) {
            Setting next = read();
            if (get(0) == MAGIC && next.equals(last)) {
                return next;
            }
            Thread.onSpinWait();
            last = next;
        }
    }

    private Setting read() {
        return new Setting(get(8), get(16), get(24));
    }

    private long get(int offset) {
        return (long) LONGS.getVolatile(memory, offset);
    }

    /** Releases the file; a clock without one has nothing to release. */
    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
