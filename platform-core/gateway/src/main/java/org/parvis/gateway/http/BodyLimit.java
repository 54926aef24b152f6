package org.parvis.gateway.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;

/**
 * Ends the reading of a body that is larger than its route takes, before it fills the memory. What comes after the limit is
 * read and thrown away up to a bound, because most clients only look at the answer when they have sent everything.
 */
@PreMatching
@Priority(1)
@Component(service = ContainerRequestFilter.class)
@JakartarsExtension
@JakartarsName("body-limit")
public final class BodyLimit implements ContainerRequestFilter {
    static final long REQUEST = 1 << 20;
    static final long WEBHOOK = 4 << 20;
    /** No limit here: the media library counts for itself while it writes to the disk. */
    static final long FILE = Long.MAX_VALUE;
    /** As large as the installer takes. */
    static final long NETWORK = 64L << 20;

    private static final Pattern FILES = Pattern.compile("/?v1/brands/[^/]+/media/?");
    private static final Pattern NETWORKS = Pattern.compile("/?v1/installations(/check)?/?");
    static final long THROWN_AWAY = 32 << 20;

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        long limit = limit(request.getMethod(), request.getUriInfo().getPath());
        InputStream limited = new LimitedStream(request.getEntityStream(), limit);
        if (request.getLength() > limit) {
            limited.transferTo(OutputStream.nullOutputStream());
        }
        request.setEntityStream(limited);
    }

    static long limit(String method, String path) {
        if (method.equals("POST") && FILES.matcher(path).matches()) {
            return FILE;
        }
        if (method.equals("POST") && NETWORKS.matcher(path).matches()) {
            return NETWORK;
        }
        return path.startsWith("v1/webhooks/") ? WEBHOOK : REQUEST;
    }

    /** Counts what is read. */
    static final class LimitedStream extends FilterInputStream {
        private final long limit;
        private long read;

        LimitedStream(InputStream stream, long limit) {
            super(stream);
            this.limit = limit;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(count);
            count(skipped);
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(long more) throws IOException {
            read += more;
            if (read > limit) {
                throwAway();
                throw new BodyTooLargeException(limit);
            }
        }

        private void throwAway() throws IOException {
            byte[] chunk = new byte[1 << 14];
            long left = THROWN_AWAY;
            int count = 0;
            while (count >= 0 && left > 0) {
                left -= count;
                count = in.read(chunk);
            }
        }
    }
}
