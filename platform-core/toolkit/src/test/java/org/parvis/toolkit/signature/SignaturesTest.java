package org.parvis.toolkit.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    /** Test case 2 of RFC 4231. */
    @Test
    void theHashIsTheOneOfTheStandard() {
        byte[] hash = Signatures.hmacSha256("Jefe", "what do ya want for nothing?".getBytes(StandardCharsets.UTF_8));
        assertThat(HexFormat.of().formatHex(hash))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @Test
    void textsThatAreNoHashAreNone() {
        assertThat(Signatures.fromBase64("%%%")).isEmpty();
        assertThat(Signatures.fromHex("xyz")).isEmpty();
        assertThat(Signatures.equal(Signatures.hmacSha256("a", new byte[0]), new byte[0]))
                .isFalse();
    }
}
