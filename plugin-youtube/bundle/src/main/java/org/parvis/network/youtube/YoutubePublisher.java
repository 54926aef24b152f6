package org.parvis.network.youtube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Publisher;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.Sent;
import org.parvis.spi.TextMeasure;
import org.parvis.spi.http.HttpRequest;
import org.parvis.spi.http.MediaSlice;
import org.parvis.toolkit.json.Json;

/**
 * Publishes films: a session, one piece of the file in each {@link #resume}, the picture, and then YouTube's processing. No
 * film exists before the last byte is there, and a session makes at most one: every piece may simply be sent again.
 */
final class YoutubePublisher implements Publisher {
    /** Google keeps a session for a week. */
    private static final Duration SESSION = Duration.ofDays(6);

    private static final Duration PROCESSING = Duration.ofDays(2);
    private static final Duration AT_ONCE = Duration.ofMillis(100);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final int LONGEST_REFUSAL = 500;
    private static final Duration LOOK = Duration.ofSeconds(30);
    /** What a picture that YouTube does not take may not cost: the film is there. */
    private static final Set<ErrorKind> WITHOUT_PICTURE = Set.of(
            ErrorKind.PERMISSION_MISSING,
            ErrorKind.POLICY_REJECTED,
            ErrorKind.CONTENT_REJECTED,
            ErrorKind.NOT_FOUND,
            ErrorKind.UNSUPPORTED);

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        if (variant.replyTo() != null) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "YouTube has no threads of films");
        }
        VideoMetadata metadata = new VideoMetadata(variant);
        refuse(metadata.violations(true));
        MediaRef film = variant.media().get(0);
        boolean notify = metadata.options().flag(VideoOptions.NOTIFY).orElse(true);
        URI session = new UploadSession(call).open(metadata.body(), film, notify);
        Instant now = call.clock().instant();
        Instant publishAt = metadata.options().publishAt();
        UploadToken token =
                UploadToken.begin(now, session, film, metadata.thumbnail().orElse(null), publishAt);
        return pending(token, AT_ONCE, now.plus(SESSION));
    }

    private static void refuse(List<Violation> violations) throws NetworkException {
        if (!violations.isEmpty()) {
            throw NetworkException.of(
                            ErrorKind.CONTENT_REJECTED, violations.get(0).message())
                    .violations(violations)
                    .build();
        }
    }

    private static PublishOutcome.Pending pending(UploadToken token, Duration pollAfter, Instant expiresAt) {
        return new PublishOutcome.Pending(token.encode(), pollAfter, expiresAt);
    }

    @Override
    public PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken resumeToken) throws NetworkException {
        UploadToken token = UploadToken.decode(resumeToken);
        String video = token.video();
        if (video == null) {
            return upload(call, token);
        }
        MediaRef thumbnail = token.thumbnail();
        if (thumbnail != null) {
            String refusal = picture(call, video, thumbnail).orElse(null);
            return pending(token.withoutThumbnail(refusal), AT_ONCE, processed(call));
        }
        return process(call, token, video);
    }

    private static Instant processed(NetworkCall call) {
        return call.clock().instant().plus(PROCESSING);
    }

    /** Asks first what is there: an earlier attempt may have brought more than the token knows. */
    private static PublishOutcome upload(NetworkCall call, UploadToken token) throws NetworkException {
        URI address = token.session();
        MediaRef film = token.film();
        if (address == null || film == null) {
            throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "The note of an upload lacks its session");
        }
        UploadSession session = new UploadSession(call);
        UploadSession.Standing before = session.standing(address, film);
        UploadSession.Standing after = before.film() == null && before.stored() < film.size()
                ? session.send(address, film, before.stored())
                : before;
        JsonNode made = after.film();
        if (made == null) {
            Duration pause = after.stored() > before.stored() ? AT_ONCE : AGAIN;
            return pending(token.at(after.stored()), pause, token.begun().plus(SESSION));
        }
        String id = Json.id(made, "id");
        if (id == null) {
            throw new NetworkException(ErrorKind.OUTCOME_UNKNOWN, "YouTube took a film without saying its id");
        }
        return pending(token.complete(id), AT_ONCE, processed(call));
    }

    /** Why YouTube does not take it; empty where it does. */
    private static Optional<String> picture(NetworkCall call, String video, MediaRef thumbnail)
            throws NetworkException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("videoId", video);
        query.put("uploadType", "media");
        YoutubeWire wire = new YoutubeWire(call);
        try {
            wire.send(HttpRequest.settling(
                            Operations.THUMBNAILS_SET, "POST", wire.places().upload("/thumbnails/set", query))
                    .media(thumbnail.type(), new MediaSlice(thumbnail, 0, thumbnail.size())));
            return Optional.empty();
        } catch (NetworkException refused) {
            if (!WITHOUT_PICTURE.contains(refused.kind())) {
                throw refused;
            }
            String said = String.valueOf(refused.getMessage());
            return Optional.of(said.length() <= LONGEST_REFUSAL ? said : said.substring(0, LONGEST_REFUSAL));
        }
    }

    private static List<Violation> warnings(UploadToken token) {
        return token.refusal() == null
                ? List.of()
                : List.of(new Violation(
                        "media[1]",
                        "thumbnail.refused",
                        "The film is out without its picture, which YouTube did not take: " + token.refusal()));
    }

    private static PublishOutcome process(NetworkCall call, UploadToken token, String id) throws NetworkException {
        List<Video> there = new Uploads(call).videos(List.of(id), "id,snippet,status,processingDetails");
        if (there.isEmpty()) {
            return pending(token, LOOK, processed(call, token));
        }
        Video video = there.get(0);
        String status = Json.textOr("uploaded", video.status(), "uploadStatus");
        return switch (status) {
            case "processed" ->
                new PublishOutcome.Published(
                        new RemoteId(id), Video.permalink(id), publishedAt(call, token, video), warnings(token));
            case "failed", "rejected" -> throw rejected(video, status);
            case "deleted" -> throw new NetworkException(ErrorKind.GONE, "The film was deleted on YouTube");
            default -> pending(token, LOOK, processed(call, token));
        };
    }

    private static Instant processed(NetworkCall call, UploadToken token) {
        Instant latest = token.begun().plus(SESSION).plus(PROCESSING);
        Instant soon = processed(call);
        return latest.isBefore(soon) ? latest : soon;
    }

    private static Instant publishedAt(NetworkCall call, UploadToken token, Video video) {
        Instant planned = token.publishAt();
        Instant now = call.clock().instant();
        return planned != null && planned.isAfter(now)
                ? planned
                : Json.time(video.snippet(), "publishedAt").orElse(now);
    }

    private static NetworkException rejected(Video video, String status) {
        String reason = Json.textOr("", video.status(), "failureReason", "rejectionReason");
        String why = reason.isEmpty() ? "" : ": " + reason;
        String sentence = status.equals("failed")
                ? "YouTube could not process the film" + why
                : "YouTube rejected the film" + why;
        return NetworkException.of(ErrorKind.CONTENT_REJECTED, sentence)
                .remoteCode(reason.isEmpty() ? status : reason)
                .violations(List.of(new Violation("media[0]", "network.refused", sentence)))
                .build();
    }

    @Override
    public Reconciliation reconcile(NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
            throws NetworkException {
        Optional<PublishOutcome.Pending> underway = token == null ? Optional.empty() : underway(call, token);
        return underway.isPresent()
                ? new Reconciliation.Underway(underway.get())
                : new UploadsSearch(call, variant, notBefore).run();
    }

    /** A session that YouTube still knows, and a film whose id is known, go on from there; every step may be taken again. */
    private static Optional<PublishOutcome.Pending> underway(NetworkCall call, ResumeToken kept)
            throws NetworkException {
        try {
            UploadToken token = UploadToken.decode(kept);
            URI address = token.session();
            MediaRef film = token.film();
            if (token.video() == null && address != null && film != null) {
                new UploadSession(call).standing(address, film);
            }
            return Optional.of(pending(token, AT_ONCE, processed(call, token)));
        } catch (NetworkException gone) {
            if (gone.kind() == ErrorKind.OUTCOME_UNKNOWN) {
                return Optional.empty();
            }
            throw gone;
        }
    }

    @Override
    public void retract(NetworkCall call, RemoteId publication) throws NetworkException {
        Map<String, String> query = Map.of("id", publication.value());
        new YoutubeWire(call).settle(Operations.VIDEOS_DELETE, "DELETE", "/videos", query);
    }

    /** Title, description and options; the film itself and its picture stay. */
    @Override
    public void edit(NetworkCall call, RemoteId publication, Variant variant) throws NetworkException {
        VideoMetadata metadata = new VideoMetadata(variant);
        refuse(metadata.violations(false));
        Optional<Video> current = new Uploads(call)
                .videos(List.of(publication.value()), "id,snippet,status").stream()
                        .findFirst();
        if (current.isEmpty()) {
            throw new NetworkException(ErrorKind.NOT_FOUND, "The film is no longer on YouTube");
        }
        new YoutubeWire(call)
                .replace(
                        Operations.VIDEOS_UPDATE,
                        "/videos",
                        Map.of("part", "snippet,status"),
                        metadata.body(current.get()));
    }

    @Override
    public Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
        YoutubeResponder.check(text);
        ObjectNode body = Json.object();
        ObjectNode snippet = body.putObject("snippet");
        snippet.put("channelId", call.account().remoteId().value()).put("videoId", publication.value());
        snippet.putObject("topLevelComment").putObject("snippet").put("textOriginal", text);
        JsonNode answer = new YoutubeWire(call)
                .create(Operations.THREADS_INSERT, "/commentThreads", Map.of("part", "id,snippet"), body);
        JsonNode top = Json.at(Json.at(answer, "snippet"), "topLevelComment");
        return YoutubeResponder.sent(call, Operations.THREADS_INSERT, answer, Json.at(top, "snippet"));
    }

    @Override
    public List<Violation> validate(Variant variant) {
        return new VideoMetadata(variant).violations(true);
    }

    /** In bytes, as YouTube counts descriptions. */
    @Override
    public TextMeasure measure(String text) {
        return new TextMeasure(VideoMetadata.length(text));
    }
}
