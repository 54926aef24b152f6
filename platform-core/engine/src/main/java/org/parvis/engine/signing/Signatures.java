package org.parvis.engine.signing;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Signs what the platform hands out and must recognise again, with keys derived from the key ring: one per purpose, so that
 * what was signed for one is worth nothing for another. Signatures survive a rotation of the keys. Thread-safe; does not
 * block.
 */
@ProviderType
public interface Signatures {
    /** The length of a signature in bytes. */
    int LENGTH = 32;

    /** HMAC-SHA256 under the present key. */
    byte[] sign(String purpose, byte[] content);

    /** Whether a key of the ring signed {@code content}; compares in constant time. */
    boolean verify(String purpose, byte[] content, byte[] signature);
}
