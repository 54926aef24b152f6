package org.parvis.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.parvis.api.metrics.MetricsService;

class MetricsPageTest {
    private final Map<String, String> headers = new TreeMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private boolean offered = true;

    private final MetricsPage page = new MetricsPage(new MetricsService() {
        @Override
        public boolean isOffered() {
            return offered;
        }

        @Override
        public boolean admits(String token) {
            return token.equals("good");
        }

        @Override
        public String text() {
            return "parvis_store_up 1.0\n";
        }
    });

    private void ask(@Nullable String authorization) throws Exception {
        status = 200;
        headers.clear();
        body.reset();
        HttpServletRequest request = proxy(HttpServletRequest.class, authorization);
        page.doGet(request, proxy(HttpServletResponse.class, null));
    }

    private <T> T proxy(Class<T> type, @Nullable String authorization) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, given) -> {
                    switch (method.getName()) {
                        case "getHeader":
                            return given[0].equals("Authorization") ? authorization : null;
                        case "setHeader":
                            headers.put(given[0].toString(), given[1].toString());
                            return null;
                        case "setContentType":
                            headers.put("Content-Type", given[0].toString());
                            return null;
                        case "setStatus":
                            status = (Integer) given[0];
                            return null;
                        case "getOutputStream":
                            return output();
                        default:
                            return null;
                    }
                }));
    }

    private ServletOutputStream output() {
        return new ServletOutputStream() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {}

            @Override
            public void write(int b) {
                body.write(b);
            }
        };
    }

    private String text() {
        return body.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whoeverHasTheTokenReads() throws Exception {
        ask("Bearer good");
        assertThat(status).isEqualTo(200);
        assertThat(text()).isEqualTo("parvis_store_up 1.0\n");
        assertThat(headers)
                .containsEntry("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .containsEntry("Cache-Control", "no-store");
    }

    @Test
    void nobodyElseLearnsAnything() throws Exception {
        for (String wrong : new String[] {null, "", "good", "Bearer", "Bearer bad", "Basic good"}) {
            ask(wrong);
            assertThat(status).as("%s", wrong).isEqualTo(401);
            assertThat(text()).doesNotContain("parvis_store_up");
            assertThat(headers).containsEntry("WWW-Authenticate", "Bearer");
        }
    }

    @Test
    void withoutATokenThereIsNothing() throws Exception {
        offered = false;
        ask("Bearer good");
        assertThat(status).isEqualTo(404);
        assertThat(text()).doesNotContain("parvis_store_up").contains("org.parvis.metrics");
    }
}
