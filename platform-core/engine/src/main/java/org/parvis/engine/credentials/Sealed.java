package org.parvis.engine.credentials;

import java.util.Arrays;

/**
 * Something sealed: by a key of its own, which is sealed by a key of the ring.
 *
 * @param keyId which key of the ring
 */
public record Sealed(String keyId, byte[] wrappedKey, byte[] content) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Sealed sealed
                && keyId.equals(sealed.keyId)
                && Arrays.equals(wrappedKey, sealed.wrappedKey)
                && Arrays.equals(content, sealed.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "Sealed[key " + keyId + "]";
    }
}
