package org.parvis.toolkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MultipartFormTest {

    @Test
    void fieldsAndFilesStandBetweenTheirBoundaries() {
        MultipartForm form = new MultipartForm("key")
                .field("caption", "Été \uD83D\uDE00")
                .file("source", "a\"b.png", "image/png", new byte[] {1, 2});

        String boundary = form.contentType().substring(form.contentType().indexOf('=') + 1);
        String body = new String(form.body(), StandardCharsets.UTF_8);

        assertThat(body)
                .isEqualTo(
                        "--" + boundary + "\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nÉté \uD83D\uDE00"
                                + "\r\n--" + boundary
                                + "\r\nContent-Disposition: form-data; name=\"source\"; filename=\"a%22b.png\"\r\n"
                                + "Content-Type: image/png\r\n\r\n\u0001\u0002\r\n--" + boundary + "--\r\n");
        assertThat(boundary.length()).isLessThanOrEqualTo(70);
    }

    @Test
    void theSameSeedMakesTheSameBytesAndAnotherOneDoesNot() {
        assertThat(new MultipartForm("a").field("x", "1").body())
                .isEqualTo(new MultipartForm("a").field("x", "1").body());
        assertThat(new MultipartForm("a").contentType()).isNotEqualTo(new MultipartForm("b").contentType());
    }
}
