package org.parvis.network.twitter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.model.Variant;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.ResumeToken;
import org.parvis.toolkit.json.Json;

/**
 * A post whose files are still on their way to X. It travels as the publication's token between the calls, so that an upload
 * goes on where it stopped, also after a restart or with a newer bundle.
 *
 * @param body the post as it will be created, without its files
 * @param files what has to be there before, in order
 * @param begun when the first file left; X keeps files for a day
 */
record Draft(ObjectNode body, List<File> files, Instant begun) {
    private static final int VERSION = 1;
    private static final Duration FILES_LIVE = Duration.ofHours(23);

    /**
     * One file.
     *
     * @param remote X's id of it; null before it was announced
     * @param segments how many parts X has
     * @param stage how far it is
     */
    record File(MediaRef media, @Nullable String remote, int segments, Stage stage) {
        File with(@Nullable String newRemote, int newSegments, Stage newStage) {
            return new File(media, newRemote, newSegments, newStage);
        }
    }

    /** What has been done with a file. */
    enum Stage {
        NEW,
        ANNOUNCED,
        SENT,
        PROCESSED,
        READY
    }

    static Draft of(ObjectNode body, Variant variant, Instant now) {
        return new Draft(
                body,
                variant.media().stream()
                        .map(media -> new File(media, null, 0, Stage.NEW))
                        .toList(),
                now);
    }

    boolean isReady() {
        return files.stream().allMatch(file -> file.stage() == Stage.READY);
    }

    Draft with(int index, File file) {
        List<File> changed = new ArrayList<>(files);
        changed.set(index, file);
        return new Draft(body, List.copyOf(changed), begun);
    }

    PublishOutcome.Pending pending(Duration pause) {
        return new PublishOutcome.Pending(new ResumeToken(write()), pause, begun.plus(FILES_LIVE));
    }

    private String write() {
        ObjectNode token = Json.object().put("version", VERSION).put("begun", begun.toString());
        token.set("body", body);
        ArrayNode list = token.putArray("files");
        for (File file : files) {
            list.addObject()
                    .put("segments", file.segments())
                    .put("stage", file.stage().name())
                    .put("remote", file.remote());
        }
        return new String(Json.bytes(token), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** @throws NetworkException {@link ErrorKind#CONTENT_REJECTED} where no bundle of ours wrote it; it is composed anew then */
    static Draft read(Variant variant, ResumeToken token) throws NetworkException {
        JsonNode json = Json.parse(token.value()).orElseThrow(Draft::unknown);
        if (json.path("version").asInt() != VERSION || !json.path("body").isObject()) {
            throw unknown();
        }
        List<JsonNode> noted = Json.list(json, "files");
        if (noted.size() != variant.media().size()) {
            throw unknown();
        }
        List<File> files = new ArrayList<>();
        try {
            for (int i = 0; i < noted.size(); i++) {
                JsonNode node = noted.get(i);
                files.add(new File(
                        variant.media().get(i),
                        Json.text(node, "remote"),
                        node.path("segments").asInt(),
                        Stage.valueOf(Json.textOr("", node, "stage"))));
            }
            return new Draft(
                    (ObjectNode) json.get("body"), List.copyOf(files), Instant.parse(Json.textOr("", json, "begun")));
        } catch (RuntimeException malformed) {
            throw unknown();
        }
    }

    private static NetworkException unknown() {
        return new NetworkException(
                ErrorKind.CONTENT_REJECTED, "What was noted of this upload cannot be read any more; publish it again");
    }
}
