package org.parvis.simulation;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads conversation archives: ActivityStreams 2.0, one object per line, gzipped or not, in any order, and shares them out
 * among the networks: an object belongs to the network that its member {@code network} names, else to the one its id does
 * ({@code urn:parvis:facebook:item:1}), else to all. A line that cannot be used is noted with its number and the rest is
 * read. Each file is read once, however many networks there are. Not thread-safe.
 */
final class ArchiveReader {

    private static final Set<String> ACTORS = Set.of("Organization", "Person", "Service", "Application", "Group");
    private static final Set<String> CONTENT = Set.of("Note", "Article", "Image", "Video", "Audio", "Document");

    private static final String OURS = "urn:parvis:";

    /** The archives in the making, by network. */
    private record Share(List<Archive.Actor> actors, List<Archive.Item> items, List<Archive.Removal> removals) {
        Share() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> known;
    private final Map<String, Share> shares = new LinkedHashMap<>();
    private final List<Archive.Problem> problems = new ArrayList<>();
    private Path folder = Path.of("");

    /**
     * @param networks whose archives are wanted
     * @param known all networks that there are: what an id says to belong to one of these belongs to no other
     */
    ArchiveReader(Collection<String> networks, Set<String> known) {
        networks.forEach(network -> shares.put(network, new Share()));
        this.known = Set.copyOf(known);
    }

    void read(Path file) throws IOException {
        long number = 0;
        folder = file.toAbsolutePath().resolveSibling("");
        try (InputStream bytes = open(file);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8), 1 << 16)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    accept(file, number, line);
                }
            }
        } catch (java.io.EOFException | java.util.zip.ZipException e) {
            problems.add(
                    new Archive.Problem(file, number + 1, "The file ends too early or is damaged: " + e.getMessage()));
        }
    }

    /** What was read for a network, unshifted. */
    Archive archive(String network) {
        Share share = Objects.requireNonNull(shares.get(network));
        return new Archive(share.actors(), share.items(), share.removals(), problems, 0, false);
    }

    void forget(String network) {
        shares.remove(network);
    }

    private static InputStream open(Path file) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        bytes.mark(2);
        int first = bytes.read();
        int second = bytes.read();
        bytes.reset();
        return first == 0x1f && second == 0x8b ? new GZIPInputStream(bytes, 1 << 16) : bytes;
    }

    private void accept(Path file, long number, String line) {
        try {
            JsonNode object = json.readTree(line);
            if (!object.isObject()) {
                throw new IllegalArgumentException("The line is not a JSON object.");
            }
            accept(object);
        } catch (JacksonException e) {
            problems.add(new Archive.Problem(file, number, "The line is not JSON: " + e.getOriginalMessage()));
        } catch (IllegalArgumentException e) {
            problems.add(new Archive.Problem(file, number, String.valueOf(e.getMessage())));
        }
    }

    private void accept(JsonNode object) {
        String type = required(object, "type");
        Collection<Share> concerned = concerned(object);
        if (concerned.isEmpty()) {
            return;
        }
        if (ACTORS.contains(type)) {
            String id = localId(required(object, "id"));
            String handle = object.path("preferredUsername").asText(id);
            long followers = object.path("followers").path("totalItems").asLong(0);
            String name = object.path("name").asText(handle);
            Archive.Actor actor = new Archive.Actor(id, type.equals("Organization"), handle, name, followers);
            concerned.forEach(share -> share.actors().add(actor));
        } else if (CONTENT.contains(type)) {
            Archive.Item item = item(object);
            concerned.forEach(share -> share.items().add(item));
        } else if (type.equals("Tombstone")) {
            String at = object.hasNonNull("deleted") ? required(object, "deleted") : required(object, "updated");
            Archive.Removal removal = new Archive.Removal(localId(required(object, "id")), instant(at));
            concerned.forEach(share -> share.removals().add(removal));
        } else {
            throw new IllegalArgumentException("The type \"" + type + "\" is not one that an archive holds.");
        }
    }

    private Collection<Share> concerned(JsonNode object) {
        String network = object.path("network").asText(named(object.path("id").asText("")));
        if (network.isEmpty()) {
            return shares.values();
        }
        Share share = shares.get(network);
        return share == null ? List.of() : List.of(share);
    }

    /** The network that an id of ours names; empty where it names none that is known. */
    private String named(String id) {
        int end = id.startsWith(OURS) ? id.indexOf(':', OURS.length()) : -1;
        String network = end < 0 ? "" : id.substring(OURS.length(), end);
        return known.contains(network) ? network : "";
    }

    private Archive.Item item(JsonNode object) {
        List<Archive.Mention> mentions = new ArrayList<>();
        for (JsonNode tag : object.path("tag")) {
            if (tag.path("type").asText().equals("Mention")) {
                String handle = tag.path("name").asText("");
                String href = tag.hasNonNull("href") ? localId(tag.get("href").asText()) : null;
                mentions.add(new Archive.Mention(href, handle.startsWith("@") ? handle.substring(1) : handle));
            }
        }
        List<String> recipients = new ArrayList<>();
        for (JsonNode to : many(object.path("to"))) {
            recipients.add(localId(reference(to)));
        }
        String parent = object.hasNonNull("inReplyTo") ? localId(reference(object.get("inReplyTo"))) : null;
        Archive.Counts counts =
                new Archive.Counts(count(object, "likes"), count(object, "shares"), count(object, "replies"));
        return new Archive.Item(
                localId(required(object, "id")),
                text(object, "kind"),
                localId(reference(required(object, object.path("attributedTo"), "attributedTo"))),
                instant(required(object, "published")),
                object.path("content").asText(""),
                parent,
                List.copyOf(mentions),
                List.copyOf(recipients),
                attachments(object),
                counts);
    }

    private List<Archive.Attachment> attachments(JsonNode object) {
        List<Archive.Attachment> found = new ArrayList<>();
        for (JsonNode one : many(object.path("attachment"))) {
            JsonNode url = one.path("url").isObject() ? one.path("url").path("href") : one.path("url");
            found.add(new Archive.Attachment(
                    one.path("type").asText("Document"),
                    resolved(url.asText("")),
                    one.path("mediaType").asText(""),
                    one));
        }
        return List.copyOf(found);
    }

    /** A relative address is one beside the archive. */
    private String resolved(String url) {
        return url.isEmpty() || url.contains("://")
                ? url
                : folder.resolve(url).normalize().toString();
    }

    private static Iterable<JsonNode> many(JsonNode value) {
        return value.isArray() ? value : value.isMissingNode() || value.isNull() ? List.of() : List.of(value);
    }

    private static String reference(JsonNode value) {
        return value.isObject() ? value.path("id").asText("") : value.asText("");
    }

    private static int count(JsonNode object, String name) {
        return Math.max(0, object.path(name).path("totalItems").asInt(0));
    }

    private static @Nullable String text(JsonNode object, String name) {
        return object.hasNonNull(name) ? object.get(name).asText() : null;
    }

    private static String required(JsonNode object, String name) {
        return required(object, object.path(name), name).asText();
    }

    private static JsonNode required(JsonNode object, JsonNode value, String name) {
        if (value.isMissingNode()
                || value.isNull()
                || value.isValueNode() && value.asText().isEmpty()) {
            throw new IllegalArgumentException("The object has no \"" + name + "\".");
        }
        return value;
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" is not a time as RFC 3339 has it.", e);
        }
    }

    /** The part after the last colon: the id that the network itself would use. */
    private static String localId(String uri) {
        String id = uri.substring(uri.lastIndexOf(':') + 1);
        if (id.isEmpty()) {
            throw new IllegalArgumentException("\"" + uri + "\" holds no id after its last colon.");
        }
        return id;
    }
}
