package org.parvis.engine.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RingSignaturesTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void aSignatureIsWorthSomethingForItsContentAndPurposeOnly() throws Exception {
        RingSignatures signatures = new RingSignatures(new EnvelopeKeeper(KeyRing.open(folder.resolve("keys"))));

        byte[] signature = signatures.sign("one", CONTENT);

        assertThat(signatures.verify("one", CONTENT, signature)).isTrue();
        assertThat(signatures.verify("two", CONTENT, signature)).isFalse();
        assertThat(signatures.verify("one", new byte[0], signature)).isFalse();
        assertThat(signatures.verify("one", CONTENT, new byte[0])).isFalse();
    }

    @Test
    void signaturesSurviveARotationAndAnotherRingDoesNotMakeThem() throws Exception {
        KeyRing ring = KeyRing.open(folder.resolve("keys"));
        RingSignatures signatures = new RingSignatures(new EnvelopeKeeper(ring));
        byte[] before = signatures.sign("one", CONTENT);

        ring.add();

        assertThat(signatures.verify("one", CONTENT, before)).isTrue();
        assertThat(signatures.sign("one", CONTENT)).isNotEqualTo(before);
        RingSignatures stranger = new RingSignatures(new EnvelopeKeeper(KeyRing.open(folder.resolve("other"))));
        assertThat(stranger.verify("one", CONTENT, before)).isFalse();
    }
}
