package org.parvis.network.linkedin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.NetworkException;
import org.parvis.spi.ResumeToken;
import org.parvis.toolkit.json.Json;

/**
 * A post whose files are on their way: all that is needed to go on after a restart. As a token it is packed, for long texts
 * and the addresses of a film's parts must find room in it.
 *
 * @param began when it was first tried; what takes longer than a day is given up
 */
record Draft(String format, String text, Map<String, String> options, List<Asset> assets, Instant began) {
    static final int LONGEST_TOKEN = 8192;

    private static final int VERSION = 1;
    private static final int LARGEST = 1 << 20;

    static Draft of(Variant variant, Instant now) {
        Map<String, String> options = new HashMap<>(variant.options());
        options.keySet().retainAll(PostOptions.NAMES);
        return new Draft(
                variant.format(),
                variant.text(),
                options,
                new ArrayList<>(variant.media().stream().map(Asset::new).toList()),
                now);
    }

    PostOptions postOptions() {
        return new PostOptions(options, text);
    }

    boolean isReady() {
        return assets.stream().allMatch(Asset::isReady);
    }

    ResumeToken token() throws NetworkException {
        String token = pack();
        if (token.length() > LONGEST_TOKEN) {
            throw new NetworkException(
                    ErrorKind.CONTENT_REJECTED,
                    "What is to be remembered of this post is too long: shorten its alternative texts, or send a smaller film");
        }
        return new ResumeToken(token);
    }

    /** Whether the token would have room for the post before anything is sent. */
    boolean fits() {
        return pack().length() < LONGEST_TOKEN * 3 / 4;
    }

    private String pack() {
        ObjectNode document = Json.object().put("v", VERSION).put("f", format).put("t", text);
        document.put("b", began.toString());
        ObjectNode said = document.putObject("o");
        options.forEach(said::put);
        ArrayNode files = document.putArray("m");
        assets.forEach(asset -> files.add(asset.toJson()));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater =
                new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
            deflater.write(Json.bytes(document));
        } catch (IOException impossible) {
            throw new UncheckedIOException("Memory could not be written", impossible);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(packed.toByteArray());
    }

    static Draft read(ResumeToken token) throws NetworkException {
        JsonNode document = unpack(token.value())
                .filter(node -> Json.whole(node, "v").orElse(-1L) == VERSION)
                .orElseThrow(() -> new NetworkException(
                        ErrorKind.GONE, "The stored progress of this post cannot be read; publish it again"));
        Map<String, String> options = new HashMap<>();
        Json.at(document, "o")
                .properties()
                .forEach(
                        option -> options.put(option.getKey(), option.getValue().asText()));
        List<Asset> assets = new ArrayList<>();
        for (JsonNode file : Json.list(document, "m")) {
            assets.add(Asset.read(file));
        }
        return new Draft(
                Json.textOr("text", document, "f"),
                Json.textOr("", document, "t"),
                options,
                assets,
                Json.time(document, "b").orElse(Instant.EPOCH));
    }

    private static Optional<JsonNode> unpack(String text) {
        try (InflaterInputStream inflater = new InflaterInputStream(new java.io.ByteArrayInputStream(
                Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII))))) {
            return Json.parse(inflater.readNBytes(LARGEST)).filter(JsonNode::isObject);
        } catch (IllegalArgumentException | IOException notOurs) {
            return Optional.empty();
        }
    }

    /** The post's text and kind as a variant, for the checks that look at variants. */
    RemoteId require(Asset asset) throws NetworkException {
        String urn = asset.urn;
        if (urn == null) {
            throw new NetworkException(ErrorKind.DEFECT, "A file without a name cannot be published");
        }
        return new RemoteId(urn);
    }
}
