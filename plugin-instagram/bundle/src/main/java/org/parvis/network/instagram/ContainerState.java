package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
record ContainerState(String container, List<String> children, Instant begun) {

    private static final int VERSION = 1;

    ContainerState {
        children = List.copyOf(children);
    }

    ContainerState made(RemoteId whole) {
        return new ContainerState(whole.value(), List.of(), begun);
    }

    String encode() {
        ObjectNode node = Json.object().put("v", VERSION).put("container", container);
        node.put("begun", begun.toString());
        children.forEach(node.putArray("children")::add);
        return new String(Json.bytes(node), StandardCharsets.UTF_8);
    }

    static ContainerState decode(String token) throws NetworkException {
        return read(token)
                .orElseThrow(() -> new NetworkException(
                        ErrorKind.OUTCOME_UNKNOWN, "What was stored of this publication cannot be read"));
    }

    /** Empty where it is no token of this bundle's. */
    static Optional<ContainerState> read(String token) {
        JsonNode node = Json.parse(token).orElseGet(Json::object);
        Instant begun = Json.time(node, "begun").orElse(null);
        List<String> children = new ArrayList<>();
        Json.list(node, "children").forEach(child -> children.add(child.asText()));
        String container = Json.textOr("", node, "container");
        boolean ours = Json.whole(node, "v").orElse(0L) == VERSION;
        return ours && begun != null && !(container.isEmpty() && children.isEmpty())
                ? Optional.of(new ContainerState(container, children, begun))
                : Optional.empty();
    }
}
