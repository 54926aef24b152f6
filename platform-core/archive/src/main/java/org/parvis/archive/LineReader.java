package org.parvis.archive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The lines of an archive as bytes, unpacked where it is gzipped. Of a line that is too long only the length is kept, so that
 * no archive can use up the memory. Not thread-safe.
 */
final class LineReader {
    /** What the inbox keeps of a message as the network sent it. */
    static final int MAX_LINE = 1 << 20;

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream input;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int end;
    private long number;

    /** @param bytes of the whole line; only the first of them are in {@code content} when it is too long */
    record Line(long number, long bytes, byte[] content) {
        boolean tooLong() {
            return bytes > MAX_LINE;
        }

        boolean isBlank() {
            for (byte each : content) {
                if (each != ' ' && each != '\t' && each != '\r') {
                    return false;
                }
            }
            return true;
        }
    }

    LineReader(InputStream archive) throws IOException {
        BufferedInputStream start = new BufferedInputStream(archive, 1 << 16);
        start.mark(2);
        boolean packed = start.read() == GZIP_FIRST && start.read() == GZIP_SECOND;
        start.reset();
        input = packed ? new GZIPInputStream(start, 1 << 16) : start;
    }

    /** The next line, or empty at the end. */
    Optional<Line> next() throws IOException {
        if (!fill()) {
            return Optional.empty();
        }
        number++;
        ByteArrayOutputStream content = new ByteArrayOutputStream(512);
        long bytes = 0;
        boolean ended = false;
        while (!ended && fill()) {
            int from = position;
            while (position < end && buffer[position] != '\n') {
                position++;
            }
            int kept = (int) Math.min(position - from, Math.max(0, MAX_LINE - bytes));
            content.write(buffer, from, kept);
            bytes += position - from;
            ended = position < end;
            position += ended ? 1 : 0;
        }
        return Optional.of(
                new Line(number, bytes, number == 1 ? withoutMark(content.toByteArray()) : content.toByteArray()));
    }

    private boolean fill() throws IOException {
        if (position == end) {
            position = 0;
            end = Math.max(0, input.read(buffer));
        }
        return position < end;
    }

    private static byte[] withoutMark(byte[] content) {
        boolean marked = content.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(content, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        return marked ? Arrays.copyOfRange(content, BYTE_ORDER_MARK.length, content.length) : content;
    }
}
