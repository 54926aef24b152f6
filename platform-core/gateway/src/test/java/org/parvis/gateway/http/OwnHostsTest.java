package org.parvis.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnHostsTest {
    private final OwnHosts hosts = new OwnHosts(new Address("https://Care.Agency.example"));

    private record Address(String public_url) implements OwnHosts.PublicAddress {
        @Override
        public Class<? extends Annotation> annotationType() {
            return OwnHosts.PublicAddress.class;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LocalHost:8080",
                "127.0.0.1",
                "127.0.0.1:1",
                "[::1]",
                "[::1]:8080",
                "care.agency.example",
                "CARE.agency.example:443"
            })
    void namesOfThisMachineAndThePublicOneAreOwn(String host) {
        assertThat(hosts.isOwn(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "localhost.evil.example",
                "evil.example:8080",
                "agency.example",
                "x.care.agency.example",
                "localhost.",
                "localhost:80:80",
                "localhost:evil",
                "127.0.0.1.evil.example",
                "127.0.0.2",
                "[::1",
                "[::1]x",
                "[::2]",
                "localhost@evil.example",
                " localhost"
            })
    void anyOtherNameIsForeign(String host) {
        assertThat(hosts.isOwn(host)).isFalse();
        assertThat(hosts.isOwn(null)).isFalse();
    }

    @Test
    void ownPagesAreThoseOfTheHostThatIsSpokenToAndOfThePublicAddress() {
        assertThat(hosts.isOwnOrigin("http://localhost:8080", "localhost:8080")).isTrue();
        assertThat(hosts.isOwnOrigin("http://127.0.0.1", "127.0.0.1")).isTrue();
        assertThat(hosts.isOwnOrigin("https://care.agency.example", "localhost:8080"))
                .isTrue();
        assertThat(hosts.isOwnOrigin("https://CARE.agency.example:443", "care.agency.example"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "",
                "file://",
                "http://localhost:9090",
                "http://localhost",
                "https://care.agency.example.evil.example",
                "http://evil.example",
                "https://care.agency.example:8443",
                "http://localhost:8080@evil.example",
                "not a url"
            })
    void everyOtherPageIsForeign(String page) {
        assertThat(hosts.isOwnOrigin(page, "localhost:8080")).isFalse();
    }

    @Test
    void anotherPublicAddressIsTakenOverWithoutARestart() {
        OwnHosts moved = new OwnHosts(new Address("https://one.example"));
        moved.configure(new Address("https://two.example"));
        assertThat(moved.isOwn("two.example")).isTrue();
        assertThat(moved.isOwn("one.example")).isFalse();
        assertThat(moved.isOwn("localhost:8080")).isTrue();
        assertThat(moved.isOwnOrigin("https://two.example", "localhost")).isTrue();
    }
}
