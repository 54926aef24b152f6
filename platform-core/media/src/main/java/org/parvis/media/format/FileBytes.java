package org.parvis.media.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;

/** Reads numbers and names at places in a file, never the file as a whole. Used by one thread. */
final class FileBytes {
    private final SeekableByteChannel channel;
    private final long size;

    FileBytes(SeekableByteChannel channel) throws IOException {
        this.channel = channel;
        this.size = channel.size();
    }

    long size() {
        return size;
    }

    /** As many bytes as are there, at most {@code length}. */
    byte[] at(long offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, Math.min(length, size - offset)));
        channel.position(offset);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // the channel may give less at a time
        }
        return buffer.array();
    }

    boolean holds(long offset, String name) throws IOException {
        return name.equals(name(offset, name.length()));
    }

    String name(long offset, int length) throws IOException {
        return new String(at(offset, length), StandardCharsets.ISO_8859_1);
    }

    int octet(long offset) throws IOException, UnreadableFileException {
        return (int) bigEndian(offset, 1);
    }

    /** An unsigned number of up to four bytes, or a signed one of eight. */
    long bigEndian(long offset, int length) throws IOException, UnreadableFileException {
        long value = 0;
        for (byte octet : whole(offset, length)) {
            value = value << 8 | octet & 0xff;
        }
        return value;
    }

    long littleEndian(long offset, int length) throws IOException, UnreadableFileException {
        byte[] octets = whole(offset, length);
        long value = 0;
        for (int i = octets.length - 1; i >= 0; i--) {
            value = value << 8 | octets[i] & 0xff;
        }
        return value;
    }

    private byte[] whole(long offset, int length) throws IOException, UnreadableFileException {
        if (offset < 0 || offset > size - length) {
            throw new UnreadableFileException("The file ends too early; it seems to be cut off. Send it again.");
        }
        return at(offset, length);
    }
}
