package org.parvis.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BodyLimitTest {
    private static InputStream limited(InputStream body, long limit) {
        return new BodyLimit.LimitedStream(body, limit);
    }

    @Test
    void bodyUpToTheLimitPasses() throws IOException {
        assertThat(limited(new ByteArrayInputStream(new byte[1000]), 1000).readAllBytes())
                .hasSize(1000);
        assertThat(limited(InputStream.nullInputStream(), 0).readAllBytes()).isEmpty();
    }

    @Test
    void oneByteMoreEndsTheReading() {
        assertThatThrownBy(() ->
                        limited(new ByteArrayInputStream(new byte[1001]), 1000).readAllBytes())
                .isInstanceOf(BodyTooLargeException.class)
                .hasMessageContaining("1000");
        InputStream single = limited(new ByteArrayInputStream(new byte[2]), 1);
        assertThatThrownBy(() -> {
                    single.read();
                    single.read();
                })
                .isInstanceOf(BodyTooLargeException.class);
    }

    @Test
    void skippingDoesNotGoAroundTheLimit() {
        assertThatThrownBy(() ->
                        limited(new ByteArrayInputStream(new byte[100]), 10).skip(50))
                .isInstanceOf(BodyTooLargeException.class);
        assertThat(limited(new ByteArrayInputStream(new byte[100]), 10).markSupported())
                .isFalse();
    }

    @Test
    void restIsReadSoThatTheAnswerArrivesButNotWithoutEnd() {
        Endless body = new Endless();
        assertThatThrownBy(() -> limited(body, 1000).readAllBytes()).isInstanceOf(BodyTooLargeException.class);
        assertThat(body.read).isBetween(BodyLimit.THROWN_AWAY, BodyLimit.THROWN_AWAY + (1 << 20));
    }

    /** Sends as long as somebody reads. */
    private static final class Endless extends InputStream {
        private long read;

        @Override
        public int read() {
            read++;
            return 0;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            read += length;
            return length;
        }
    }
}
