package org.parvis.simulator.instagram;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Cuts lists into pages: cursors name the objects at the edges of a page, {@code next} is there where there is more. */
final class Paging {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Paging() {}

    /**
     * A page of a list.
     *
     * @param parameters {@code limit}, {@code after}, {@code before}
     * @param address of the list, with its parameters but those of paging; ends so that more can be added
     */
    static ObjectNode page(
            List<Thing> all, Map<String, String> parameters, String address, Function<Thing, ObjectNode> shown) {
        int limit = limit(parameters.get("limit"));
        int from = parameters.containsKey("after") ? position(all, parameters.get("after")) + 1 : 0;
        if (parameters.containsKey("before")) {
            from = Math.max(0, position(all, parameters.get("before")) - limit);
        }
        int to = Math.min(all.size(), from + limit);
        ObjectNode list = JSON.createObjectNode();
        ArrayNode data = list.putArray("data");
        for (Thing thing : all.subList(Math.min(from, to), to)) {
            data.add(shown.apply(thing));
        }
        if (from < to) {
            ObjectNode paging = list.putObject("paging");
            ObjectNode cursors = paging.putObject("cursors");
            cursors.put("before", mark(all.get(from).id)).put("after", mark(all.get(to - 1).id));
            if (to < all.size()) {
                paging.put("next", address + "limit=" + limit + "&after=" + encode(mark(all.get(to - 1).id)));
            }
            if (from > 0) {
                paging.put("previous", address + "limit=" + limit + "&before=" + encode(mark(all.get(from).id)));
            }
        }
        return list;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static int limit(@org.jspecify.annotations.Nullable String given) {
        if (given == null) {
            return 25;
        }
        if (!given.matches("\\d{1,6}")) {
            throw Refusal.parameter("param limit must be a non-negative integer");
        }
        return Math.min(100, Integer.parseInt(given));
    }

    private static String mark(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(("QVFIU" + id).getBytes(StandardCharsets.UTF_8));
    }

    /** What a cursor names may have been taken away meanwhile; then the list begins anew, as Meta's does. */
    private static int position(List<Thing> all, String cursor) {
        String id;
        try {
            id = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refusal.parameter("Invalid cursors values");
        }
        if (!id.startsWith("QVFIU")) {
            throw Refusal.parameter("Invalid cursors values");
        }
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id.equals(id.substring(5))) {
                return i;
            }
        }
        return -1;
    }
}
