package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * How the Graph API pages: a list has more exactly where {@code paging.next} is there; a cursor alone does not say so. The
 * address itself is not followed, only its mark is taken, so that nothing is ever sent to where an answer points.
 */
final class GraphPaging {

    private GraphPaging() {}

    /** The mark of the next page; null at the end. */
    static @Nullable String after(JsonNode list) {
        JsonNode paging = Json.at(list, "paging");
        String next = Json.text(paging, "next");
        if (next == null) {
            return null;
        }
        String cursor = Json.text(Json.at(paging, "cursors"), "after");
        return cursor != null && !cursor.isBlank() ? cursor : parameter(Addresses.read(next), "after");
    }

    private static @Nullable String parameter(@Nullable URI address, String name) {
        String query = address == null ? null : address.getRawQuery();
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }
}
