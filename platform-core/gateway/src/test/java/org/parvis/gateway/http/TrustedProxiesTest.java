package org.parvis.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
    private static TrustedProxies proxies(String... addresses) {
        return new TrustedProxies(new TrustedProxies.Proxies() {
            @Override
            public String[] trusted_proxies() {
                return addresses;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return TrustedProxies.Proxies.class;
            }
        });
    }

    @Test
    void nobodyIsBelievedUnlessTheOperatorSaysSo() {
        assertThat(proxies().origin("127.0.0.1", List.of("203.0.113.9"))).isEqualTo("127.0.0.1");
        assertThat(proxies("").origin("127.0.0.1", List.of("203.0.113.9"))).isEqualTo("127.0.0.1");
        assertThat(proxies("127.0.0.1").origin("10.0.0.7", List.of("203.0.113.9")))
                .isEqualTo("10.0.0.7");
    }

    @Test
    void proxySaysWhereTheRequestCameFrom() {
        assertThat(proxies("127.0.0.1, ::1").origin("127.0.0.1", List.of("203.0.113.9")))
                .isEqualTo("203.0.113.9");
        assertThat(proxies("127.0.0.1", "::1").origin("[::1]", List.of("2001:db8::7")))
                .isEqualTo("2001:db8::7");
    }

    @Test
    void whatTheOtherSideWroteBeforeTheProxyIsNotBelieved() {
        assertThat(proxies("127.0.0.1").origin("127.0.0.1", List.of("198.51.100.1, 203.0.113.9")))
                .isEqualTo("203.0.113.9");
        assertThat(proxies("127.0.0.1").origin("127.0.0.1", List.of("198.51.100.1", "203.0.113.9")))
                .isEqualTo("203.0.113.9");
    }

    @Test
    void chainOfTrustedProxiesIsFollowed() {
        assertThat(proxies("127.0.0.1,10.0.0.2").origin("127.0.0.1", List.of("6.6.6.6, 203.0.113.9, 10.0.0.2")))
                .isEqualTo("203.0.113.9");
        assertThat(proxies("127.0.0.1,10.0.0.2").origin("127.0.0.1", List.of("10.0.0.2")))
                .isEqualTo("10.0.0.2");
    }

    @Test
    void nonsenseEndsTheChain() {
        assertThat(proxies("127.0.0.1").origin("127.0.0.1", List.of("203.0.113.9, unknown")))
                .isEqualTo("127.0.0.1");
        assertThat(proxies("127.0.0.1").origin("127.0.0.1", List.of())).isEqualTo("127.0.0.1");
    }
}
