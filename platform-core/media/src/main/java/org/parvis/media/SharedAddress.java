package org.parvis.media;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.parvis.engine.signing.Signatures;
import org.parvis.model.MediaId;
import org.parvis.model.WorkspaceId;

/**
 * What an address that networks may fetch from says: which file, and until when. Whoever has it may fetch that file, and
 * nothing can be made of it for another file or a later time.
 */
record SharedAddress(WorkspaceId workspace, MediaId media, Instant until) {
    static final String PURPOSE = "media address";
    private static final byte FORM = 1;
    private static final int CONTENT = 1 + 2 * 16 + Long.BYTES;

    String token(Signatures signatures) {
        byte[] content = ByteBuffer.allocate(CONTENT)
                .put(FORM)
                .putLong(workspace.value().getMostSignificantBits())
                .putLong(workspace.value().getLeastSignificantBits())
                .putLong(media.value().getMostSignificantBits())
                .putLong(media.value().getLeastSignificantBits())
                .putLong(until.getEpochSecond())
                .array();
        byte[] signature = signatures.sign(PURPOSE, content);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(CONTENT + Signatures.LENGTH)
                        .put(content)
                        .put(signature)
                        .array());
    }

    /** Empty for what this platform did not sign. */
    static Optional<SharedAddress> read(String token, Signatures signatures) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
        if (bytes.length != CONTENT + Signatures.LENGTH || bytes[0] != FORM) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(bytes, CONTENT);
        if (!signatures.verify(PURPOSE, content, Arrays.copyOfRange(bytes, CONTENT, bytes.length))) {
            return Optional.empty();
        }
        ByteBuffer said = ByteBuffer.wrap(content, 1, CONTENT - 1);
        WorkspaceId workspace = new WorkspaceId(new UUID(said.getLong(), said.getLong()));
        MediaId media = new MediaId(new UUID(said.getLong(), said.getLong()));
        return Optional.of(new SharedAddress(workspace, media, Instant.ofEpochSecond(said.getLong())));
    }
}
