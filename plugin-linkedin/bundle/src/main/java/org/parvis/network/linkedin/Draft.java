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
import java.util.List;
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
 * A post whose files are on their way: what LinkedIn said of them, all that is needed to go on after a restart beside the
 * variant. As a token it is packed, for the addresses of a long film's parts must find room in it.
 *
 * @param began when it was first tried; what takes longer than a day is given up
 */
record Draft(Variant variant, List<Asset> assets, Instant began) {
    private static final int VERSION = 1;
    private static final int LARGEST = 1 << 20;

    static Draft of(Variant variant, Instant now) {
        return new Draft(
                variant,
                new ArrayList<>(variant.media().stream().map(Asset::new).toList()),
                now);
    }

    String text() {
        return variant.text();
    }

    PostOptions postOptions() {
        return PostOptions.of(variant);
    }

    boolean isReady() {
        return assets.stream().allMatch(Asset::isReady);
    }

    ResumeToken token() throws NetworkException {
        String token = pack();
        if (token.length() > ResumeToken.MAX_LENGTH) {
            throw new NetworkException(
                    ErrorKind.CONTENT_REJECTED,
                    "What is to be remembered of this film's parts is too long; send a smaller film");
        }
        return new ResumeToken(token);
    }

    private String pack() {
        ObjectNode document = Json.object().put("v", VERSION).put("b", began.toString());
        ArrayNode files = document.putArray("m");
        assets.forEach(asset -> files.add(asset.toJson()));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater =
                new DeflaterOutputStream(packed, new Deflater(Deflater.BEST_COMPRESSION))) {
            deflater.write(Json.bytes(document));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(packed.toByteArray());
    }

    static Draft read(Variant variant, ResumeToken token) throws NetworkException {
        JsonNode document = unpack(token.value())
                .filter(node -> Json.whole(node, "v").orElse(-1L) == VERSION)
                .orElseThrow(Asset::unreadable);
        List<JsonNode> files = Json.list(document, "m");
        if (files.size() != variant.media().size()) {
            throw Asset.unreadable();
        }
        List<Asset> assets = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            assets.add(Asset.read(variant.media().get(i), files.get(i)));
        }
        return new Draft(variant, assets, Json.time(document, "b").orElse(Instant.EPOCH));
    }

    private static Optional<JsonNode> unpack(String text) {
        try (InflaterInputStream inflater = new InflaterInputStream(new java.io.ByteArrayInputStream(
                Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.US_ASCII))))) {
            return Json.parse(inflater.readNBytes(LARGEST)).filter(JsonNode::isObject);
        } catch (IllegalArgumentException | IOException notOurs) {
            return Optional.empty();
        }
    }

    RemoteId require(Asset asset) throws NetworkException {
        String urn = asset.urn;
        if (urn == null) {
            throw new NetworkException(ErrorKind.DEFECT, "A file without a name cannot be published");
        }
        return new RemoteId(urn);
    }
}
