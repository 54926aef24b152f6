package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.json.Json;

/**
 * Where a publication stands; written into the token that the core stores, so that it goes on after a restart and after an
 * update of this bundle. An immutable value.
 *
 * @param container what is to be published; empty while a carousel's parts are being worked on
 * @param children the parts of a carousel that still wait for their container
 * @param begun when it began, to give up some day and to look for it
 */
record ContainerState(String format, String container, List<String> children, String text, Instant begun) {

    private static final int VERSION = 1;

    ContainerState {
        children = List.copyOf(children);
    }

    ContainerState made(RemoteId whole) {
        return new ContainerState(format, whole.value(), List.of(), text, begun);
    }

    String encode() {
        ObjectNode node = Json.object().put("v", VERSION).put("format", format).put("container", container);
        node.put("text", text).put("begun", begun.toString());
        children.forEach(node.putArray("children")::add);
        return new String(Json.bytes(node), StandardCharsets.UTF_8);
    }

    static ContainerState decode(String token) throws NetworkException {
        JsonNode node = Json.parse(token).orElseGet(Json::object);
        Instant begun = Json.time(node, "begun").orElse(null);
        List<String> children = new ArrayList<>();
        Json.list(node, "children").forEach(child -> children.add(child.asText()));
        String container = Json.textOr("", node, "container");
        if (Json.whole(node, "v").orElse(0L) != VERSION || begun == null || container.isEmpty() && children.isEmpty()) {
            throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "What was stored of this publication cannot be read");
        }
        return new ContainerState(
                Json.textOr("", node, "format"), container, children, Json.textOr("", node, "text"), begun);
    }
}
