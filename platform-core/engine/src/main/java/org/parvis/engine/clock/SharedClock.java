package org.parvis.engine.clock;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that several processes share through a file of 32 bytes, big endian: a mark that says that the rest is whole, the
 * real and the business time at which it was set, both in milliseconds, and how many business milliseconds pass per real
 * one. Whoever sets it clears the mark first, so a reader that sees no mark reads again. Thread-safe; does not block.
 */
final class SharedClock extends Clock {
    static final long MARK = 0x5041525649530001L;
    static final int SIZE = 4 * Long.BYTES;
    private static final int BASE_REAL = 8;
    private static final int BASE_BUSINESS = 16;
    private static final int SPEED = 24;
    private static final int TRIES = 1_000_000;

    private final MappedByteBuffer file;
    private final LongSupplier real;
    private final ZoneId zone;

    private SharedClock(MappedByteBuffer file, LongSupplier real, ZoneId zone) {
        this.file = file;
        this.real = real;
        this.zone = zone;
    }

    /** @param real milliseconds since 1970, as the other processes count them */
    static SharedClock of(Path path, ZoneId zone, LongSupplier real) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            if (channel.size() < SIZE) {
                throw new IOException("The clock file " + path + " has " + channel.size() + " bytes, it needs " + SIZE);
            }
            MappedByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, SIZE);
            file.order(ByteOrder.BIG_ENDIAN);
            return new SharedClock(file, real, zone);
        }
    }

    @Override
    public Instant instant() {
        for (int i = 0; i < TRIES; i++) {
            if (mark() == MARK) {
                long baseReal = file.getLong(BASE_REAL);
                long baseBusiness = file.getLong(BASE_BUSINESS);
                double speed = file.getDouble(SPEED);
                // Whoever sets it while this reads clears the mark; two settings in between would need the same mark
                // twice,
                // so the values are compared as well.
                if (mark() == MARK
                        && file.getLong(BASE_REAL) == baseReal
                        && file.getLong(BASE_BUSINESS) == baseBusiness) {
                    return Instant.ofEpochMilli(baseBusiness + (long) ((real.getAsLong() - baseReal) * speed));
                }
            }
            Thread.onSpinWait();
        }
        throw new IllegalStateException("The clock file is not whole; whoever sets it must have died while doing so");
    }

    private long mark() {
        VarHandle.acquireFence();
        long mark = file.getLong(0);
        VarHandle.acquireFence();
        return mark;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SharedClock(file, real, other);
    }
}
