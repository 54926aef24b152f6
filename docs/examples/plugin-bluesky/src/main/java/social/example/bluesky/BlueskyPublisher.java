package social.example.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
import org.parvis.toolkit.json.Json;

/**
 * Publishes in one step: pictures are uploaded first, which changes nothing that anybody sees, then the record is made under
 * the key of the intent.
 */
final class BlueskyPublisher implements Publisher {
    private static final int MOST_GRAPHEMES = 300;
    private static final int MOST_BYTES = 3000;
    private static final String TEXT = "text";
    private static final String IMAGE = "image";

    @Override
    public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
        List<Violation> violations = validate(variant);
        if (!violations.isEmpty()) {
            throw NetworkException.of(
                            ErrorKind.CONTENT_REJECTED, violations.get(0).message())
                    .violations(violations)
                    .build();
        }
        if (!variant.format().equals(TEXT) && !variant.format().equals(IMAGE)) {
            throw new NetworkException(ErrorKind.UNSUPPORTED, "Bluesky has no format " + variant.format());
        }
        Posts posts = new Posts(call);
        ObjectNode record = posts.record(variant.text());
        language(record, variant);
        RemoteId before = variant.replyTo();
        if (before != null) {
            posts.answers(record, before);
        }
        if (!variant.media().isEmpty()) {
            pictures(call, record, variant.media());
        }
        return published(posts.write(record));
    }

    private static void language(ObjectNode record, Variant variant) {
        String option = variant.options().get("language");
        String language = option == null
                ? ""
                : Json.parse(option)
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue)
                        .orElse("");
        if (!language.isBlank()) {
            record.putArray("langs").add(language);
        }
    }

    private static void pictures(NetworkCall call, ObjectNode record, List<MediaRef> files) throws NetworkException {
        ObjectNode embed = record.putObject("embed").put("$type", "app.bsky.embed.images");
        ArrayNode images = embed.putArray("images");
        for (MediaRef file : files) {
            JsonNode blob = Json.at(new BlueskyWire(call).upload(file), "blob");
            if (!blob.isObject()) {
                throw new NetworkException(ErrorKind.TRANSIENT, "Bluesky took a picture and did not say as which");
            }
            ObjectNode image = images.addObject();
            image.set("image", blob);
            image.put("alt", file.alternativeText() == null ? "" : file.alternativeText());
            if (file.width() > 0 && file.height() > 0) {
                image.putObject("aspectRatio").put("width", file.width()).put("height", file.height());
            }
        }
    }

    private static PublishOutcome.Published published(Posts.Written written) {
        return new PublishOutcome.Published(
                written.address().id(), written.address().page(), written.at());
    }

    @Override
    public Reconciliation reconcile(NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
            throws NetworkException {
        return new Posts(call)
                .lookUp()
                .<Reconciliation>map(written -> new Reconciliation.Found(published(written)))
                .orElseGet(Reconciliation.NotFound::new);
    }

    @Override
    public void retract(NetworkCall call, RemoteId publication) throws NetworkException {
        RecordAddress address = RecordAddress.of(publication);
        if (!address.belongsTo(call.account().remoteId())) {
            throw new NetworkException(ErrorKind.POLICY_REJECTED, "Bluesky lets an account delete its own posts only");
        }
        new Posts(call).delete(address);
    }

    @Override
    public Sent comment(NetworkCall call, RemoteId publication, String text) throws NetworkException {
        return BlueskyResponder.write(call, publication, text);
    }

    @Override
    public List<Violation> validate(Variant variant) {
        return length(variant.text());
    }

    /** Two limits hold at once: one in characters as people count them, one in bytes. */
    static List<Violation> length(String text) {
        List<Violation> violations = new ArrayList<>();
        if (RichText.graphemes(text) > MOST_GRAPHEMES) {
            violations.add(new Violation(
                    TEXT, "text.tooLong", "A post on Bluesky has up to " + MOST_GRAPHEMES + " characters"));
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            violations.add(
                    new Violation(TEXT, "text.tooManyBytes", "A post on Bluesky has up to " + MOST_BYTES + " bytes"));
        }
        return violations;
    }
}
