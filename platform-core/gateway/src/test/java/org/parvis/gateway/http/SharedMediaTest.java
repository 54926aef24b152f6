package org.parvis.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.parvis.api.media.MediaAsset;
import org.parvis.api.media.MediaContent;
import org.parvis.api.media.MediaService;
import org.parvis.model.BrandId;
import org.parvis.model.MediaId;

class SharedMediaTest {
    private static final String TEXT = "0123456789";
    private static final MediaAsset ASSET = new MediaAsset(
            new MediaId(UUID.randomUUID()),
            new BrandId(UUID.randomUUID()),
            "digits",
            "video/mp4",
            TEXT.length(),
            "abc",
            1,
            1,
            null,
            "",
            Instant.EPOCH,
            "jo",
            1);

    private final Map<String, String> headers = new TreeMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status = 200;

    private final SharedMedia servlet = new SharedMedia((MediaService) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {MediaService.class}, (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("shared");
                return "good".equals(arguments[0])
                        ? Optional.of(new MediaContent(ASSET, offset -> {
                            ByteArrayInputStream stream = new ByteArrayInputStream(TEXT.getBytes(UTF));
                            stream.skip(offset);
                            return stream;
                        }))
                        : Optional.empty();
            }));
    private static final java.nio.charset.Charset UTF = java.nio.charset.StandardCharsets.UTF_8;

    @Test
    void theWholeFileWithTypeAndLength() throws Exception {
        servlet.doGet(request("/good", Map.of()), response());

        assertThat(status).isEqualTo(200);
        assertThat(body.toString(UTF)).isEqualTo(TEXT);
        assertThat(headers)
                .containsEntry("type", "video/mp4")
                .containsEntry("length", "10")
                .containsEntry("Content-Disposition", "attachment")
                .containsEntry("Accept-Ranges", "bytes");
    }

    @Test
    void aHeadTellsTheSameAndSendsNothing() throws Exception {
        servlet.doHead(request("/good", Map.of()), response());

        assertThat(headers).containsEntry("length", "10");
        assertThat(body.size()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,0-0",
        "bytes=3-5,345,3-5",
        "bytes=7-,789,7-9",
        "bytes=-2,89,8-9",
        "bytes=5-99,56789,5-9",
        "bytes=-99,0123456789,0-9"
    })
    void aRangeIsServedAlone(String range, String text, String span) throws Exception {
        servlet.doGet(request("/good", Map.of("Range", range)), response());

        assertThat(status).isEqualTo(206);
        assertThat(body.toString(UTF)).isEqualTo(text);
        assertThat(headers)
                .containsEntry("Content-Range", "bytes " + span + "/10")
                .containsEntry("length", String.valueOf(text.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=5-3", "bytes=-0", "bytes=-"})
    void aRangeOutsideIsRefused(String range) throws Exception {
        servlet.doGet(request("/good", Map.of("Range", range)), response());

        assertThat(status).isEqualTo(416);
        assertThat(headers).containsEntry("Content-Range", "bytes */10");
        assertThat(body.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,3-4", "lines=1-2", "bytes=99999999999999999999-"})
    void whatIsNoSingleRangeGetsTheWhole(String range) throws Exception {
        servlet.doGet(request("/good", Map.of("Range", range)), response());

        assertThat(status).isEqualTo(200);
        assertThat(body.toString(UTF)).isEqualTo(TEXT);
    }

    @Test
    void aRangeOfAnotherVersionGetsTheWhole() throws Exception {
        servlet.doGet(request("/good", Map.of("Range", "bytes=0-1", "If-Range", "\"other\"")), response());

        assertThat(status).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bad", "/", "/good/more", "/../good"})
    void everythingElseIsNotThere(String path) throws Exception {
        servlet.doGet(request(path, Map.of()), response());

        assertThat(status).isEqualTo(404);
        assertThat(body.size()).isZero();
    }

    @Test
    void onlyUploadsAreReadWithoutALimit() {
        assertThat(BodyLimit.limit("POST", "v1/brands/x/media")).isEqualTo(BodyLimit.FILE);
        assertThat(BodyLimit.limit("PUT", "v1/brands/x/media")).isEqualTo(BodyLimit.REQUEST);
        assertThat(BodyLimit.limit("POST", "v1/brands/x/media/y")).isEqualTo(BodyLimit.REQUEST);
        assertThat(BodyLimit.limit("POST", "v1/webhooks/x")).isEqualTo(BodyLimit.WEBHOOK);
    }

    private HttpServletRequest request(String path, Map<String, String> asked) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (p, method, arguments) -> switch (method.getName()) {
                    case "getPathInfo" -> path;
                    case "getHeader" -> asked.get((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (p, method, arguments) -> {
                    switch (method.getName()) {
                        case "setStatus" -> status = (int) arguments[0];
                        case "setHeader" -> headers.put((String) arguments[0], (String) arguments[1]);
                        case "setContentType" -> headers.put("type", (String) arguments[0]);
                        case "setContentLength", "setContentLengthLong" ->
                            headers.put("length", String.valueOf(arguments[0]));
                        case "getOutputStream" -> {
                            return new Output();
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }

    private final class Output extends ServletOutputStream {
        @Override
        public void write(int octet) {
            body.write(octet);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException();
        }
    }
}
