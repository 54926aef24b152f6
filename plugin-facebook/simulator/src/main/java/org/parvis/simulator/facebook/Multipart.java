package org.parvis.simulator.facebook;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a {@code multipart/form-data} body apart, as far as uploads need it. Stateless. */
final class Multipart {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";]+)\"?");
    private static final Pattern NAME = Pattern.compile("(?i)content-disposition:[^\\r\\n]*[; ]name=\"([^\"]*)\"");
    private static final Pattern TYPE = Pattern.compile("(?i)content-type:\\s*([^\\r\\n]+)");

    /** A part's bytes and what it says it is. */
    record Part(String mediaType, boolean isFile, byte[] bytes) {
        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private Multipart() {}

    static Map<String, Part> parse(String contentType, byte[] body) {
        Map<String, Part> parts = new HashMap<>();
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.find()) {
            return parts;
        }
        byte[] delimiter = ("--" + boundary.group(1)).getBytes(StandardCharsets.ISO_8859_1);
        int at = find(body, delimiter, 0);
        while (at >= 0) {
            int start = at + delimiter.length;
            int next = find(body, delimiter, start);
            if (next < 0) {
                break;
            }
            part(parts, Arrays.copyOfRange(body, Math.min(next, start + 2), Math.max(start + 2, next - 2)));
            at = next;
        }
        return parts;
    }

    private static void part(Map<String, Part> parts, byte[] bytes) {
        int end = find(bytes, "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), 0);
        if (end < 0) {
            return;
        }
        String head = new String(bytes, 0, end, StandardCharsets.UTF_8);
        Matcher name = NAME.matcher(head);
        Matcher type = TYPE.matcher(head);
        if (name.find()) {
            parts.put(
                    name.group(1),
                    new Part(
                            type.find() ? type.group(1).strip() : "text/plain",
                            head.contains("filename="),
                            Arrays.copyOfRange(bytes, end + 4, bytes.length)));
        }
    }

    private static int find(byte[] bytes, byte[] wanted, int from) {
        for (int i = from; i <= bytes.length - wanted.length; i++) {
            if (bytes[i] == wanted[0] && Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        return -1;
    }
}
