package org.parvis.network.facebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.parvis.model.ErrorKind;
import org.parvis.model.MediaRef;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.toolkit.http.MultipartForm;

/** Sends pictures; they are small enough (10 MB) to pass through memory. */
final class Photos {

    private Photos() {}

    /** Uploads a picture that nobody sees until a post takes it. */
    static String stage(NetworkCall call, MediaRef media, boolean temporary) throws NetworkException {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("published", "false");
        if (temporary) {
            form.put("temporary", "true");
        }
        Graph graph = new Graph(call);
        JsonNode answer = graph.settle(Operations.PHOTO_STAGE, graph.page("photos"), form(call, media, form));
        String id = org.parvis.toolkit.json.Json.id(answer, "id");
        if (id == null) {
            throw new NetworkException(ErrorKind.TRANSIENT, "Facebook took a picture without saying its id");
        }
        return id;
    }

    static MultipartForm form(NetworkCall call, MediaRef media, Map<String, String> fields) throws NetworkException {
        MultipartForm form = new MultipartForm(call.idempotencyKey().value() + media.id());
        fields.forEach(form::field);
        if (media.alternativeText() != null && !media.alternativeText().isBlank()) {
            form.field("alt_text_custom", media.alternativeText());
        }
        return form.file("source", "picture", media.type(), bytes(call, media, 0, media.size()));
    }

    /** A part of a file. */
    static byte[] bytes(NetworkCall call, MediaRef media, long offset, long length) throws NetworkException {
        try (InputStream stream = call.media().open(media, offset)) {
            byte[] bytes = stream.readNBytes(Math.toIntExact(length));
            if (bytes.length < length) {
                throw new NetworkException(ErrorKind.TRANSIENT, "The file ended before its size");
            }
            return bytes;
        } catch (IOException e) {
            throw NetworkException.of(ErrorKind.TRANSIENT, "The file cannot be read: " + e.getMessage())
                    .cause(e)
                    .build();
        }
    }
}
