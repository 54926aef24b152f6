package org.parvis.engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The corpus of addresses that must not be called: what the advisories of comparable products were about, and their kin. */
class AddressPolicyTest {
    private static final HostRules RULES = HostRules.of(Set.of("api.test.example", "*.cdn.test.example"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.100.100.200",
                "100.127.255.255",
                "127.0.0.1",
                "127.1.2.3",
                "127.255.255.255",
                "169.254.0.1",
                "169.254.169.254",
                "169.254.170.2",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.0.192",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "168.63.129.16",
                "::",
                "::1",
                "::127.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:10.0.0.1",
                "::ffff:169.254.169.254",
                "::ffff:7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b::a9fe:a9fe",
                "64:ff9b:1::1",
                "100::1",
                "2001::1",
                "2001:0:4136:e378:8000:63bf:3fff:fdd2",
                "2001:db8::1",
                "2001:10::1",
                "2002:7f00:1::",
                "2002:a9fe:a9fe::1",
                "3fff::1",
                "5f00::1",
                "fc00::1",
                "fd00::1",
                "fd00:ec2::254",
                "fe80::1",
                "fe80::a9fe:a9fe",
                "febf::1",
                "fec0::1",
                "ff02::1",
                "ff05::1",
                "4000::1",
                "8000::1"
            })
    void cve202634577_addressesThatLeadInsideAreClosed(String address) throws UnknownHostException {
        assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "93.184.216.34",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.1",
                "169.253.1.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.255.255",
                "192.169.0.1",
                "198.17.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "2606:4700:4700::1111",
                "2a00:1450:4001:800::200e",
                "2001:4860:4860::8888",
                "::ffff:8.8.8.8"
            })
    void publicAddressesAreOpen(String address) throws UnknownHostException {
        assertThat(PublicAddresses.contains(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // CVE-2026-34577: a name that merely ends or begins like an allowed one
                "https://evilapi.test.example/a.mp4",
                "https://api.test.example.evil.example/",
                "https://evil.example/api.test.example",
                "https://evil.example/?u=https://api.test.example",
                "https://evil.example#api.test.example",
                "https://api.test.example.",
                "https://api.test.examplee/",
                "https://cdn.test.example/",
                "https://.cdn.test.example/",
                "https://evilcdn.test.example/",
                "https://xn--pi-test.example/",
                // user names before the host
                "https://api.test.example@evil.example/",
                "https://api.test.example:443@evil.example/",
                "https://user@api.test.example/",
                "https://user:word@api.test.example/",
                "https://@api.test.example/",
                // schemes and ports
                "http://api.test.example/",
                "http://api.test.example:80/",
                "ftp://api.test.example/",
                "file://api.test.example/etc",
                "gopher://api.test.example/",
                "jar:https://api.test.example!/",
                "javascript:alert(1)",
                "data:text/plain,x",
                "https://api.test.example:22/",
                "https://api.test.example:80/",
                "https://api.test.example:8443/",
                "https://api.test.example:6379/",
                "https://api.test.example:0/",
                // addresses in all notations
                "https://127.0.0.1/",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://0x7f.0.0.1/",
                "https://0177.0.0.1/",
                "https://127.1/",
                "https://127.0.1/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:7f00:1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://169.254.169.254/latest/meta-data/",
                "https://0xa9fea9fe/",
                "https://2852039166/",
                "https://[fd00:ec2::254]/",
                "https://0/",
                "https://0.0.0.0/",
                "https://localhost/",
                "https://localhost.localdomain/",
                "https://metadata.google.internal/",
                "https://instance-data/",
                "https://127.0.0.1.nip.io/",
                "https://localtest.me/",
                // what is no absolute address of a host
                "/path",
                "//evil.example/path",
                "https:///path",
                "https:api.test.example",
                "api.test.example",
                "https://api_test.example/"
            })
    void cve202634590_ghsa89v5_addressesOutsideTheDescriptorAreRefused(String address) {
        assertThat(RULES.refusal(URI.create(address), TrustedOrigins.NONE)).isPresent();
    }

    @Test
    void addressesOfTheDescriptorAreAllowed() {
        for (String address : List.of(
                "https://api.test.example",
                "https://API.test.example/2/tweets?x=1",
                "https://api.test.example:443/",
                "https://a.cdn.test.example/",
                "https://b.a.cdn.test.example/")) {
            assertThat(RULES.refusal(URI.create(address), TrustedOrigins.NONE))
                    .as(address)
                    .isEmpty();
        }
    }

    @Test
    void aTrustedOriginIsExactAndNeedsTheDescriptorsHostToo() {
        HostRules rules = HostRules.of(Set.of("127.0.0.1", "api.test.example"));
        TrustedOrigins trusted = TrustedOrigins.of(List.of("http://127.0.0.1:9000, http://other.example:80"));

        assertThat(rules.refusal(URI.create("http://127.0.0.1:9000/x"), trusted))
                .isEmpty();
        for (String address : List.of(
                "https://127.0.0.1:9000/",
                "http://127.0.0.1:9001/",
                "http://127.0.0.1/",
                "http://localhost:9000/",
                "http://2130706433:9000/",
                "http://other.example/",
                "http://u@127.0.0.1:9000/")) {
            assertThat(rules.refusal(URI.create(address), trusted)).as(address).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:9000",
                "http://*:9000",
                "http://127.0.0.1:9000/path",
                "ftp://127.0.0.1:21",
                "http://u:p@127.0.0.1:9000",
                "http://",
                "http://127.0.0.1:9000?x"
            })
    void whatIsNoOriginIsNotTrusted(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TrustedOrigins.of(List.of(text)));
    }

    @Test
    void recordedAddressesHideSecrets() {
        assertThat(
                        Redaction.address(
                                URI.create(
                                        "https://u:p@api.test.example/a?access_token=abc&max_results=5&code=9&client_secret=z&loose#frag")))
                .isEqualTo("https://api.test.example/a?access_token=…&max_results=5&code=…&client_secret=…&…");
    }
}
