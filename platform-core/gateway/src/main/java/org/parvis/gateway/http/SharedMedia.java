package org.parvis.gateway.http;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.parvis.api.media.MediaContent;
import org.parvis.api.media.MediaService;

/**
 * Serves files to networks that fetch them, by addresses that are signed and end. Nobody is logged in here: the address is
 * all there is, and whatever is wrong with one, the answer is the same. Understands one range (RFC 9110 section 14), since
 * networks fetch films in parts.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/media/*")
public final class SharedMedia extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int CHUNK = 1 << 16;
    private static final int LONGEST_TOKEN = 200;
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private final transient MediaService media;

    @Activate
    public SharedMedia(@Reference MediaService media) {
        this.media = media;
    }

    /** The bytes from {@code first} to {@code last}, both included. */
    private record Span(long first, long last) {
        long length() {
            return last - first + 1;
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, true);
    }

    @Override
    protected void doHead(HttpServletRequest request, HttpServletResponse response) throws IOException {
        serve(request, response, false);
    }

    private void serve(HttpServletRequest request, HttpServletResponse response, boolean withBody) throws IOException {
        Optional<MediaContent> found = find(request.getPathInfo());
        if (found.isEmpty()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            response.setContentLength(0);
            return;
        }
        MediaContent content = found.get();
        long size = content.asset().size();
        String tag = "\"" + content.asset().sha256() + "\"";
        response.setHeader("Accept-Ranges", "bytes");
        response.setHeader("ETag", tag);
        String asked = request.getHeader("Range");
        String condition = request.getHeader("If-Range");
        boolean ranged =
                asked != null && RANGE.matcher(asked).matches() && (condition == null || condition.equals(tag));
        Span span = ranged ? span(asked, size) : new Span(0, size - 1);
        if (span == null) {
            response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
            response.setHeader("Content-Range", "bytes */" + size);
            response.setContentLength(0);
            return;
        }
        if (ranged) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader("Content-Range", "bytes " + span.first() + "-" + span.last() + "/" + size);
        }
        response.setContentType(content.asset().type());
        response.setContentLengthLong(span.length());
        response.setHeader("Content-Disposition", "attachment");
        // Networks fetch it from elsewhere; no browser of a person ever needs it.
        response.setHeader("Cross-Origin-Resource-Policy", "cross-origin");
        if (withBody) {
            send(content, span, response);
        }
    }

    private Optional<MediaContent> find(@Nullable String path) {
        if (path == null || path.length() < 2 || path.length() > LONGEST_TOKEN) {
            return Optional.empty();
        }
        return media.shared(path.substring(1));
    }

    /** Null where nothing of the file lies within it. */
    static @Nullable Span span(String range, long size) {
        Matcher matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            return null;
        }
        String first = matcher.group(1);
        String last = matcher.group(2);
        if (first.isEmpty()) {
            long length = last.isEmpty() ? 0 : Math.min(size, Long.parseLong(last));
            return length == 0 ? null : new Span(size - length, size - 1);
        }
        long begin = Long.parseLong(first);
        long end = last.isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(last));
        return begin > end ? null : new Span(begin, end);
    }

    private static void send(MediaContent content, Span span, HttpServletResponse response) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long left = span.length();
        try (InputStream stream = content.source().open(span.first())) {
            while (left > 0) {
                int count = stream.read(chunk, 0, (int) Math.min(chunk.length, left));
                if (count < 0) {
                    throw new IOException("A file of the media library is shorter than the library says");
                }
                response.getOutputStream().write(chunk, 0, count);
                left -= count;
            }
        }
    }
}
