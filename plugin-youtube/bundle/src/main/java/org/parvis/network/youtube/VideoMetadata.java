package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.parvis.model.MediaRef;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.toolkit.json.Json;

/** What a variant says of its film: title and description, and YouTube's own rules for them. */
final class VideoMetadata {
    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_DESCRIPTION = 5_000;
    private static final int LONGEST_TAGS = 500;
    private static final long LARGEST_THUMBNAIL = 2L << 20;
    /** "People & Blogs", which YouTube itself proposes. */
    private static final String CATEGORY = "22";

    private static final String SHORT = "short";

    private final Variant variant;
    private final VideoOptions options;

    VideoMetadata(Variant variant) {
        this.variant = variant;
        this.options = new VideoOptions(variant);
    }

    VideoOptions options() {
        return options;
    }

    /** The title: the option, otherwise the first line of the text. */
    String title() {
        return options.text(VideoOptions.TITLE)
                .map(String::strip)
                .filter(t -> !t.isEmpty())
                .orElseGet(() ->
                        variant.text().strip().lines().findFirst().orElse("").strip());
    }

    String description() {
        return variant.text();
    }

    /** Descriptions are counted in bytes. */
    static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The picture that stands for the film, where one was given beside it. */
    Optional<MediaRef> thumbnail() {
        return variant.media().size() > 1 ? Optional.of(variant.media().get(1)) : Optional.empty();
    }

    /** What YouTube would refuse; without the files where only words are changed. */
    List<Violation> violations(boolean withFiles) {
        List<Violation> violations = new ArrayList<>();
        title(violations);
        description(violations);
        tags(violations);
        time(violations);
        if (withFiles) {
            files(violations);
        }
        return violations;
    }

    private void title(List<Violation> violations) {
        String title = title();
        int length = title.codePointCount(0, title.length());
        if (title.isEmpty()) {
            violations.add(new Violation(
                    "options.title",
                    "title.required",
                    "A film on YouTube needs a title, or a text whose first line is one"));
        } else if (length > LONGEST_TITLE) {
            violations.add(new Violation(
                    "options.title",
                    "title.tooLong",
                    options.has(VideoOptions.TITLE)
                            ? "A title on YouTube has at most " + LONGEST_TITLE + " characters, this one " + length
                            : "The text's first line is too long for a title on YouTube (" + length + " characters, "
                                    + LONGEST_TITLE + " at most); give a title"));
        }
        if (hasAngle(title)) {
            violations.add(new Violation("options.title", "title.characters", "A title on YouTube has no < and no >"));
        }
    }

    private void description(List<Violation> violations) {
        if (length(description()) > LONGEST_DESCRIPTION) {
            violations.add(new Violation(
                    "text",
                    "text.tooLong",
                    "A description on YouTube has at most " + LONGEST_DESCRIPTION + " bytes, this one "
                            + length(description())));
        }
        if (hasAngle(description())) {
            violations.add(new Violation("text", "text.characters", "A description on YouTube has no < and no >"));
        }
    }

    private void tags(List<Violation> violations) {
        List<String> tags = options.texts(VideoOptions.TAGS).orElse(List.of());
        int length = Math.max(0, tags.size() - 1);
        for (String tag : tags) {
            length += tag.codePointCount(0, tag.length()) + (tag.contains(" ") ? 2 : 0);
            if (hasAngle(tag) || tag.contains(",") || tag.contains("\"")) {
                violations.add(new Violation(
                        "options.tags", "tags.characters", "A tag on YouTube has no <, >, comma or quotation mark"));
            }
        }
        if (length > LONGEST_TAGS) {
            violations.add(new Violation(
                    "options.tags",
                    "tags.tooLong",
                    "All tags together have at most " + LONGEST_TAGS + " characters, these " + length
                            + "; a tag with a space counts two more, each comma between tags one"));
        }
    }

    private void time(List<Violation> violations) {
        if (!options.has(VideoOptions.PUBLISH_AT)) {
            return;
        }
        String privacy = options.text(VideoOptions.PRIVACY).orElse("public");
        if (options.text(VideoOptions.PUBLISH_AT).isPresent() && options.publishAt() == null) {
            violations.add(new Violation(
                    "options.publishAt", "publishAt.format", "The time must be written like 2026-12-01T09:00:00Z"));
        } else if (options.publishAt() != null && !privacy.equals("public")) {
            violations.add(new Violation(
                    "options.publishAt", "publishAt.privacy", "Only a film that becomes public can be scheduled"));
        }
    }

    private void files(List<Violation> violations) {
        if (!variant.format().equals("video") && !variant.format().equals(SHORT)) {
            violations.add(new Violation("format", "format.unknown", "YouTube takes a video or a short"));
        }
        if (variant.media().isEmpty() || !variant.media().get(0).type().startsWith("video/")) {
            violations.add(new Violation("media[0]", "media.type", "The first file must be the film"));
            return;
        }
        MediaRef film = variant.media().get(0);
        if (variant.format().equals(SHORT) && film.width() > film.height()) {
            violations.add(new Violation("media[0]", "media.aspect", "A Short must be square or upright"));
        }
        MediaRef picture = thumbnail().orElse(null);
        if (picture != null
                && !picture.type().equals("image/jpeg")
                && !picture.type().equals("image/png")) {
            violations.add(new Violation(
                    "media[1]", "media.type", "The second file is the film's picture and must be a JPEG or a PNG"));
        } else if (picture != null && picture.size() > LARGEST_THUMBNAIL) {
            violations.add(new Violation("media[1]", "media.tooLarge", "The film's picture may have at most 2 MB"));
        }
    }

    private static boolean hasAngle(String text) {
        return text.indexOf('<') >= 0 || text.indexOf('>') >= 0;
    }

    /** The film as it shall be. */
    ObjectNode body() {
        ObjectNode body = Json.object();
        ObjectNode snippet = words(body.putObject("snippet"), null);
        if (!snippet.has("categoryId")) {
            snippet.put("categoryId", CATEGORY);
        }
        ObjectNode status = body.putObject("status");
        standing(status, null);
        if (!status.has("selfDeclaredMadeForKids")) {
            status.put("selfDeclaredMadeForKids", false);
        }
        return body;
    }

    /** The film as it shall be from now on: what is not said stays, for YouTube clears what is left out. */
    ObjectNode body(Video current) {
        ObjectNode body = Json.object().put("id", current.id());
        words(body.putObject("snippet"), current.snippet());
        standing(body.putObject("status"), current.status());
        return body;
    }

    private ObjectNode words(ObjectNode snippet, @Nullable JsonNode current) {
        keep(snippet, current, "tags", "categoryId", "defaultLanguage", "defaultAudioLanguage");
        snippet.put("title", title()).put("description", description());
        options.texts(VideoOptions.TAGS).ifPresent(tags -> {
            ArrayNode array = snippet.putArray("tags");
            tags.forEach(array::add);
        });
        options.text(VideoOptions.CATEGORY).ifPresent(value -> snippet.put("categoryId", value));
        options.text(VideoOptions.LANGUAGE).ifPresent(value -> snippet.put("defaultLanguage", value));
        return snippet;
    }

    private void standing(ObjectNode status, @Nullable JsonNode current) {
        keep(
                status,
                current,
                "privacyStatus",
                "publishAt",
                "embeddable",
                "license",
                "publicStatsViewable",
                "selfDeclaredMadeForKids",
                "containsSyntheticMedia");
        Instant publishAt = options.publishAt();
        Optional<String> privacy = options.text(VideoOptions.PRIVACY);
        if (publishAt != null) {
            // YouTube itself makes it public then.
            status.put("privacyStatus", "private").put("publishAt", publishAt.toString());
        } else if (privacy.isPresent() || current == null) {
            status.put("privacyStatus", privacy.orElse("public")).remove("publishAt");
        }
        options.flag(VideoOptions.MADE_FOR_KIDS).ifPresent(v -> status.put("selfDeclaredMadeForKids", v));
        options.flag(VideoOptions.EMBEDDABLE).ifPresent(v -> status.put("embeddable", v));
        options.flag(VideoOptions.PUBLIC_STATS).ifPresent(v -> status.put("publicStatsViewable", v));
        options.flag(VideoOptions.SYNTHETIC).ifPresent(v -> status.put("containsSyntheticMedia", v));
        options.text(VideoOptions.LICENSE).ifPresent(v -> status.put("license", v));
    }

    private static void keep(ObjectNode into, @Nullable JsonNode current, String... names) {
        for (String name : names) {
            JsonNode value = Json.at(current, name);
            if (!value.isMissingNode()) {
                into.set(name, value);
            }
        }
    }
}
