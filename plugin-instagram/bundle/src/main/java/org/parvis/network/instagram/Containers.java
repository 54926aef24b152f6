package org.parvis.network.instagram;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.ResumeToken;
import org.parvis.toolkit.http.Addresses;
import org.parvis.toolkit.json.Json;

/**
 * Publishes in Instagram's steps: containers are made from addresses that Instagram fetches, it works on them, then one is
 * published. A container shows nothing to anybody. Each step asks how the container stands before it does anything: one
 * that is published already is never published again, but looked up, so that a step may be repeated whatever became of it.
 */
final class Containers {

    /** Instagram drops a container after a day. */
    private static final Duration LIFE = Duration.ofHours(24);

    /** It may fetch a film several times while it works on it. */
    private static final Duration ADDRESS_VALIDITY = Duration.ofHours(24);

    private static final Duration SOON = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofSeconds(20);

    private final NetworkCall call;
    private final Variant variant;
    private final Graph graph;

    Containers(NetworkCall call, Variant variant) {
        this.call = call;
        this.variant = variant;
        this.graph = new Graph(call);
    }

    PublishOutcome begin() throws NetworkException {
        requireLeft();
        Instant now = call.clock().instant();
        String format = variant.format();
        if (!format.equals("carousel")) {
            MediaRef media = variant.media().get(0);
            Map<String, String> form = file(media);
            if (format.equals("story")) {
                form.put("media_type", "STORIES");
            } else {
                form.put("caption", variant.text());
            }
            if (format.equals("reel")) {
                form.put("media_type", "REELS");
                MediumOptions.of(variant).addTo(form);
            } else if (format.equals("image")) {
                describe(media, form);
            }
            RemoteId container = create(form);
            return pending(new ContainerState(container.value(), List.of(), now), SOON);
        }
        List<String> children = new ArrayList<>();
        for (MediaRef media : variant.media()) {
            Map<String, String> form = file(media);
            form.put("is_carousel_item", "true");
            if (isFilm(media)) {
                form.put("media_type", "VIDEO");
            } else {
                describe(media, form);
            }
            children.add(create(form).value());
        }
        return pending(new ContainerState("", children, now), SOON);
    }

    private static boolean isFilm(MediaRef media) {
        return media.type().startsWith("video/");
    }

    private Map<String, String> file(MediaRef media) {
        Map<String, String> form = new LinkedHashMap<>();
        URI address = call.media().publicAddress(media, ADDRESS_VALIDITY);
        form.put(isFilm(media) ? "video_url" : "image_url", address.toString());
        return form;
    }

    private static void describe(MediaRef media, Map<String, String> form) {
        if (media.alternativeText() != null && !media.alternativeText().isBlank()) {
            form.put("alt_text", media.alternativeText());
        }
    }

    /** What comes of a lost answer is a container that nobody sees and that Instagram drops. */
    private RemoteId create(Map<String, String> form) throws NetworkException {
        return Graph.createdId(
                Operations.CONTAINER_CREATE,
                graph.create(Operations.CONTAINER_CREATE, graph.account("media"), form),
                "id");
    }

    /** Before anything is fetched for nothing; what Instagram does not tell holds nobody up. */
    private void requireLeft() throws NetworkException {
        JsonNode answer = graph.read(
                Operations.LIMIT, graph.account("content_publishing_limit"), Map.of("fields", "quota_usage,config"));
        Optional<PublishingLimit> limit = PublishingLimit.read(answer);
        if (limit.isPresent() && limit.get().left() == 0) {
            throw NetworkException.of(
                            ErrorKind.RATE_LIMITED,
                            "Instagram lets this account publish " + limit.get().total() + " times in "
                                    + limit.get().window().toHours() + " hours, and it has")
                    .bucket(GraphQuotas.POSTS)
                    .retryAt(call.clock().instant().plus(Duration.ofHours(1)))
                    .build();
        }
    }

    PublishOutcome go(ContainerState state) throws NetworkException {
        return state.container().isEmpty() ? gather(state) : publish(state);
    }

    /** Makes a carousel of its parts once all of them are ready. */
    private PublishOutcome gather(ContainerState state) throws NetworkException {
        for (String child : state.children()) {
            if (!status(state, child).equals("FINISHED")) {
                return pending(state, LATER);
            }
        }
        Map<String, String> form = new LinkedHashMap<>();
        form.put("media_type", "CAROUSEL");
        form.put("children", String.join(",", state.children()));
        form.put("caption", variant.text());
        return pending(state.made(create(form)), SOON);
    }

    private PublishOutcome publish(ContainerState state) throws NetworkException {
        return switch (status(state, state.container())) {
            case "FINISHED" -> out(state);
            case "PUBLISHED" -> published(state);
            default -> pending(state, LATER);
        };
    }

    private PublishOutcome out(ContainerState state) throws NetworkException {
        JsonNode answer = graph.create(
                Operations.PUBLISH, graph.account("media_publish"), Map.of("creation_id", state.container()));
        RemoteId id = Graph.createdId(Operations.PUBLISH, answer, "id");
        return new PublishOutcome.Published(id, permalink(id), call.clock().instant());
    }

    /** It is out whatever this says. */
    private @Nullable URI permalink(RemoteId id) {
        try {
            JsonNode medium = graph.read(Operations.MEDIUM_READ, Graph.path(id), Map.of("fields", "permalink"));
            return Addresses.read(Json.text(medium, "permalink"));
        } catch (NetworkException unsaid) {
            return null;
        }
    }

    /** The container is out, but it does not say as what. */
    private PublishOutcome published(ContainerState state) throws NetworkException {
        Search search = new Search(call, variant.format(), variant.text(), state.begun());
        Optional<PublishOutcome.Published> found = search.only();
        if (found.isPresent()) {
            return found.get();
        }
        if (search.isAmbiguous()) {
            throw new NetworkException(
                    ErrorKind.OUTCOME_UNKNOWN,
                    "It is out, but several media since then may be it; a person has to look");
        }
        return pending(state, LATER);
    }

    /** How a container stands; an end without a publication is raised, with Instagram's reason. */
    private String status(ContainerState state, String container) throws NetworkException {
        JsonNode answer =
                graph.read(Operations.CONTAINER_STATUS, Graph.path(container), Map.of("fields", "status_code,status"));
        String code = Json.textOr("", answer, "status_code");
        String said = Json.textOr(code, answer, "status");
        boolean over = call.clock().instant().isAfter(state.begun().plus(LIFE));
        if (code.equals("ERROR") || code.equals("EXPIRED") || over && !code.equals("PUBLISHED")) {
            throw NetworkException.of(ErrorKind.CONTENT_REJECTED, "Instagram did not take the file: " + said)
                    .violations(List.of(new Violation("media", "network.refused", said)))
                    .build();
        }
        return code;
    }

    static PublishOutcome.Pending pending(ContainerState state) {
        return pending(state, SOON);
    }

    private static PublishOutcome.Pending pending(ContainerState state, Duration wait) {
        return new PublishOutcome.Pending(
                new ResumeToken(state.encode()), wait, state.begun().plus(LIFE).plus(Duration.ofMinutes(10)));
    }
}
