package org.parvis.toolkit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parvis.model.ErrorKind;
import org.parvis.spi.http.HttpResponse;

class HttpToolsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static HttpResponse with(String header, String value) {
        return new HttpResponse(429, Map.of(header, List.of(value)), new byte[0]);
    }

    @Test
    void addressesLieBelowTheConfiguredBaseAndAreEncoded() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("query", "to:acme -from:acme");
        query.put("tweet.fields", "id,text");
        assertThat(Addresses.below(URI.create("http://127.0.0.1:9000/x/"), "/2/tweets/search/recent", query))
                .isEqualTo(URI.create("http://127.0.0.1:9000/x/2/tweets/search/recent"
                        + "?query=to%3Aacme%20-from%3Aacme&tweet.fields=id%2Ctext"));
    }

    @Test
    void theNetworksOwnAbsoluteAddressesMoveToTheBaseAndForeignOnesStay() {
        URI base = URI.create("http://127.0.0.1:9000");
        assertThat(Addresses.rebase(URI.create("https://API.x.com/2/a?b=c%20d"), List.of("api.x.com"), base))
                .isEqualTo(URI.create("http://127.0.0.1:9000/2/a?b=c%20d"));
        URI foreign = URI.create("https://evil.example/2/a");
        assertThat(Addresses.rebase(foreign, List.of("api.x.com"), base)).isEqualTo(foreign);
    }

    @Test
    void onlyWebAddressesAreAddresses() {
        assertThat(Addresses.read("https://pbs.twimg.com/a.jpg")).isNotNull();
        assertThat(Addresses.read("javascript:alert(1)")).isNull();
        assertThat(Addresses.read("http://bad host/")).isNull();
        assertThat(Addresses.read(null)).isNull();
    }

    @Test
    void everyErrorStatusHasAKindAndChangingOnesAreNeverRepeatedBlindly() {
        for (int status = 300; status < 600; status++) {
            assertThat(Statuses.kind(status, true)).isNotEqualTo(ErrorKind.TRANSIENT);
            assertThat(Statuses.kind(status, false)).isNotEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        }
        assertThat(Statuses.kind(502, true)).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
        assertThat(Statuses.kind(502, false)).isEqualTo(ErrorKind.TRANSIENT);
        assertThat(Statuses.kind(418, true)).isEqualTo(ErrorKind.POLICY_REJECTED);
        assertThat(Statuses.kind(302, false)).as("a redirect passes").isEqualTo(ErrorKind.TRANSIENT);
        assertThat(Statuses.kind(303, true)).isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
    }

    @Test
    void retryAfterIsReadInBothForms() {
        assertThat(Statuses.retryAfter(with("retry-after", "90"), NOW)).contains(NOW.plusSeconds(90));
        assertThat(Statuses.retryAfter(with("retry-after", "Sun, 22 Nov 2026 13:00:00 GMT"), NOW))
                .contains(Instant.parse("2026-11-22T13:00:00Z"));
        assertThat(Statuses.retryAfter(with("retry-after", "soon"), NOW)).isEmpty();
        assertThat(Statuses.epochSeconds(with("x-reset", "99999999999999"), "x-reset"))
                .isEmpty();
    }

    @Test
    void excerptsAreShortOneLineAndOfAPageOnlyTheTitle() {
        byte[] page = "<!DOCTYPE html><html><title>Over capacity</title><body>…".getBytes(StandardCharsets.UTF_8);
        assertThat(Excerpts.of(page, 100)).isEqualTo("an HTML page: Over capacity");
        assertThat(Excerpts.shorten("a\r\n\tb\u0000c", 100)).isEqualTo("a b c");
        assertThat(Excerpts.shorten("😀".repeat(50), 20))
                .hasSizeLessThanOrEqualTo(20)
                .endsWith("😀…");
    }
}
