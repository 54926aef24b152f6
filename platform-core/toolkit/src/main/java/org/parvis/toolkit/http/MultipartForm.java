package org.parvis.toolkit.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A body of {@code multipart/form-data} (RFC 7578), made in memory: for pictures and for chunks of films, never for whole
 * films. Not thread-safe.
 */
public final class MultipartForm {

    private final String boundary;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /**
     * @param seed what the boundary is made of, such as the call's idempotency key: the same intent makes the same bytes
     */
    public MultipartForm(String seed) {
        byte[] bytes = seed.getBytes(StandardCharsets.UTF_8);
        long hash = 1469598103934665603L;
        for (byte each : bytes) {
            hash = (hash ^ each) * 1099511628211L;
        }
        boundary = "parvis-form-" + HexFormat.of().toHexDigits(hash) + "-"
                + HexFormat.of().toHexDigits(~hash);
    }

    /** Adds a field. */
    public MultipartForm field(String name, String value) {
        write("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"\r\n\r\n");
        write(value + "\r\n");
        return this;
    }

    /** Adds a file. */
    public MultipartForm file(String name, String fileName, String contentType, byte[] bytes) {
        write("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"; filename=\""
                + quoted(fileName) + "\"\r\nContent-Type: " + contentType + "\r\n\r\n");
        body.writeBytes(bytes);
        write("\r\n");
        return this;
    }

    /** What the header says. */
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** The whole body; nothing may be added after it. */
    public byte[] body() {
        write("--" + boundary + "--\r\n");
        return body.toByteArray();
    }

    private void write(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }
}
