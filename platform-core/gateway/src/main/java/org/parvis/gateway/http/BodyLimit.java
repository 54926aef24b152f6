package org.parvis.gateway.http;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsExtension;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsName;

/** Ends the reading of a body that is larger than its route takes, before it fills the memory. */
@PreMatching
@Component(service = ContainerRequestFilter.class)
@JakartarsExtension
@JakartarsName("body-limit")
public final class BodyLimit implements ContainerRequestFilter {
    private static final long REQUEST = 1 << 20;
    private static final long WEBHOOK = 4 << 20;

    @Override
    public void filter(ContainerRequestContext request) {
        long limit = request.getUriInfo().getPath().contains("/webhooks/") ? WEBHOOK : REQUEST;
        request.setEntityStream(new LimitedStream(request.getEntityStream(), limit));
    }

    /** Counts what is read. */
    private static final class LimitedStream extends FilterInputStream {
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

        private void count(int more) throws IOException {
            read += more;
            if (read > limit) {
                throw new BodyTooLargeException(limit);
            }
        }
    }
}
