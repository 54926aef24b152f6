package org.parvis.network.linkedin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.spi.http.HttpResponse;

/** Errors of LinkedIn's older API as others recorded them: retired in the main, still the only recordings there are. */
class RecordedSamplesTest {
    private record Recorded(String name, HttpResponse response) {}

    private static List<Recorded> failures() throws IOException {
        Path folder = Shared.path("networks/fixtures/linkedin/linkedin-oauth2-v1-legacy/spec/vcr_cassettes");
        List<Recorded> failures = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode exchange :
                        new YAMLMapper().readTree(file.toFile()).path("http_interactions")) {
                    JsonNode response = exchange.path("response");
                    int status = response.path("status").path("code").asInt();
                    byte[] body =
                            response.path("body").path("string").asText("").getBytes(StandardCharsets.UTF_8);
                    if (status >= 400) {
                        failures.add(
                                new Recorded(file.getFileName().toString(), new HttpResponse(status, Map.of(), body)));
                    }
                }
            }
        }
        return failures;
    }

    /** JSON with other names, XML and HTML pages: each becomes a sentence and a kind, none a defect. */
    @Test
    void everyRecordedErrorIsUnderstood() throws Exception {
        List<Recorded> failures = failures();
        assertThat(failures).extracting(Recorded::name).contains("invalid_access_token.yml", "unauthorized.yml");
        for (Recorded recorded : failures) {
            FakeCall call = FakeCall.answering(request -> recorded.response());
            NetworkException refused =
                    catchThrowableOfType(NetworkException.class, () -> new LinkedinLinker().listAccounts(call));
            ErrorKind expected = switch (recorded.response().status()) {
                case 401 -> ErrorKind.TOKEN_EXPIRED;
                case 404 -> ErrorKind.NOT_FOUND;
                case 403 -> ErrorKind.PERMISSION_MISSING;
                case 503 -> ErrorKind.TRANSIENT;
                default -> ErrorKind.POLICY_REJECTED;
            };
            assertThat(refused.kind()).as(recorded.name()).isEqualTo(expected);
            assertThat(refused.getMessage())
                    .as(recorded.name())
                    .hasSizeLessThan(400)
                    .doesNotContain("\n");
        }
    }
}
