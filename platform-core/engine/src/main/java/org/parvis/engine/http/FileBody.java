package org.parvis.engine.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.client.InputStreamRequestContent;

/** Streams a part of a file with its length known beforehand: networks refuse uploads without a length. */
final class FileBody extends InputStreamRequestContent {
    private final long length;

    FileBody(String contentType, InputStream stream, long length) {
        super(contentType, new Exactly(stream, length));
        this.length = length;
    }

    @Override
    public long getLength() {
        return length;
    }

    /** Ends after {@code length} bytes; a file that ends earlier is an error, not a shorter body. */
    private static final class Exactly extends InputStream {
        private final InputStream stream;
        private long left;

        Exactly(InputStream stream, long length) {
            this.stream = stream;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = stream.read(bytes, offset, (int) Math.min(length, left));
            if (count < 0) {
                throw new EOFException("The file is shorter than the part of it that was asked for");
            }
            left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
