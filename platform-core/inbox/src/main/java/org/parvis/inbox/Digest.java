package org.parvis.inbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Fingerprints of content, to see without reading it whether it changed. */
final class Digest {
    private Digest() {}

    /** Eight bytes are enough to tell two versions of one message apart. */
    static long of(String text, @Nullable String attachments) {
        return ByteBuffer.wrap(sha256(attachments == null ? text : text + '\0' + attachments))
                .getLong();
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
