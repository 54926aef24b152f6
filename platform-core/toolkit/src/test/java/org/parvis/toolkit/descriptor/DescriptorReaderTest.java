package org.parvis.toolkit.descriptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.MetricDefinition;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.OAuthProfile;
import org.parvis.model.QuotaRule;
import org.parvis.model.ReplyPolicy;
import org.parvis.model.TextRule;

class DescriptorReaderTest {
    private static final String SOURCE = "OSGI-INF/network/birdsong.json";

    @Test
    void readsEveryMember() throws DescriptorException {
        NetworkDescriptor read = DescriptorReader.read(sample(), SOURCE);

        assertThat(read.id().value()).isEqualTo("birdsong");
        assertThat(read.baseAddress()).isEqualTo(URI.create("https://api.birdsong.example"));
        assertThat(read.unavailable().get(Capability.PUBLISH_STORY)).containsEntry("fr", "Birdsong n'a pas de stories");
        assertThat(read.format("text").orElseThrow().text())
                .isEqualTo(new ContentFormat.Text(280, TextRule.WEIGHTED, true));
        assertThat(read.quotas())
                .extracting(QuotaRule::window)
                .containsExactly(
                        new QuotaRule.Window(QuotaRule.Window.Kind.FIXED, Duration.ofMinutes(15), null),
                        new QuotaRule.Window(
                                QuotaRule.Window.Kind.DAILY, Duration.ofDays(1), ZoneId.of("America/Los_Angeles")));
        assertThat(read.replyPolicies()).extracting(ReplyPolicy::window).containsExactly(Duration.ofHours(24));
        assertThat(read.oauth().scopes()).containsEntry(Capability.PUBLISH_TEXT, Set.of("song.write"));
        assertThat(read.oauth().scopeSeparator()).isEqualTo(" ");
        assertThat(read.oauth().revokeEndpoint()).isNull();
        assertThat(read.optionsSchema()).contains("\"audience\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            capabilities        | ["REPLY_COMMENT"]          | /capabilities     | INBOX_COMMENTS
            capabilities        | ["FLY"]                    | /capabilities/0   | must be one of
            id                  | "Bird Song"                | /id               | begin with a letter
            displayName         | ""                         | /displayName      | not empty
            baseAddress         | "http://api.birdsong.example" | /baseAddress   | https
            baseAddress         | "https://u:p@api.birdsong.example" | /baseAddress | without user name
            baseAddress         | "https://evil.example"     | /baseAddress      | among allowedHosts
            allowedHosts        | ["10.0.0.1"]               | /allowedHosts/0   | no address in digits
            allowedHosts        | ["api.birdsong.example:443"] | /allowedHosts/0 | no port
            allowedHosts        | ["*"]                      | /allowedHosts/0   | host name
            visibilityWindow    | "30 seconds"               | /visibilityWindow | ISO-8601
            visibilityWindow    | "-PT1S"                    | /visibilityWindow | negative
            idempotency         | "MAYBE"                    | /idempotency      | LOOKUP
            unavailable         | {"PUBLISH": {"en": "no"}}  | /unavailable/PUBLISH | cannot be unavailable
            unavailable         | {"PUBLISH_STORY": {"fr": "non"}} | /unavailable/PUBLISH_STORY | English
            optionsSchema       | "none"                     | /optionsSchema    | object
            sentences           | {"A {1}": {"fr": "{1}"}}   | /sentences/A {1}  | number what varies
            sentences           | {"A {0}": {"fr": "x"}}     | /sentences/A {0}/fr | must have the places [{0}]
            sentences           | {"A song": {"en": "x"}}    | /sentences/A song/en | leave it out
            replyPolicies       | [{"kind": "COMMENT", "window": "PT1H"}] | /replyPolicies/0/reasons | English
            colour              | "blue"                     | /colour           | unknown member
            """)
    void namesFilePathValueAndMend(String member, String value, String path, String mend) throws IOException {
        ObjectNode tree = (ObjectNode) new JsonMapper().readTree(sample());
        tree.set(member, new JsonMapper().readTree(value));

        DescriptorException refused =
                catchThrowableOfType(DescriptorException.class, () -> DescriptorReader.read(tree, SOURCE));

        assertThat(refused.problems()).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.mend()).contains(mend);
        });
        assertThat(refused).hasMessageContaining(SOURCE).hasMessageContaining(path);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quotas/songs.create@USER/limit      | 0         | /quotas/0/limit       | at least 1
            quotas/songs.create@APP/window/zone | Mars/Base | /quotas/1/window/zone | time zone
            quotas/songs.create/window/length   | PT0S      | /quotas/0/window/length | longer than nothing
            formats/text/media/maximum          | 4         | /formats/0/media/types | media types
            formats/text/capability             | EDIT      | /formats/0/capability | not declared
            oauth/scopes/EDIT                   | ["x"]     | /oauth/scopes/EDIT    | not declared
            oauth/accessLifetime                | soon      | /oauth/accessLifetime | ISO-8601
            metrics/reactions/subjects          | []        | /metrics/0/subjects   | ACCOUNT
            """)
    void wrongOverridesAreRefusedWithTheSameCare(String key, String value, String path, String mend) throws Exception {
        ObjectNode tree = DescriptorReader.parse(sample(), SOURCE);
        ObjectNode overridden = DescriptorOverrides.apply(tree, Map.of(key, value), "org.parvis.limits~birdsong");

        DescriptorException refused = catchThrowableOfType(
                DescriptorException.class, () -> DescriptorReader.read(overridden, "org.parvis.limits~birdsong"));

        assertThat(refused.problems()).anySatisfy(problem -> {
            assertThat(problem.path()).isEqualTo(path);
            assertThat(problem.mend()).contains(mend);
        });
    }

    @Test
    void anOperatorOverridesALimitByItsPath() throws DescriptorException {
        ObjectNode tree = DescriptorReader.parse(sample(), SOURCE);
        NetworkDescriptor read = DescriptorReader.read(
                DescriptorOverrides.apply(
                        tree,
                        Map.of("quotas/songs.create@APP/limit", "50", "/formats/text/text/maximum", "500"),
                        SOURCE),
                SOURCE);

        assertThat(read.quotas()).extracting(QuotaRule::limit).containsExactly(100L, 50L);
        assertThat(read.format("text").orElseThrow().text().maximum()).isEqualTo(500);
        assertThat(tree.at("/quotas/1/limit").asInt())
                .as("the original stays as it was")
                .isEqualTo(10000);
    }

    @Test
    void anOverrideOfSomethingThatIsNotThereIsRefused() throws DescriptorException {
        ObjectNode tree = DescriptorReader.parse(sample(), SOURCE);

        assertThat(catchThrowableOfType(
                        DescriptorException.class,
                        () -> DescriptorOverrides.apply(tree, Map.of("quotas/songs.remove/limit", "5"), "limits")))
                .hasMessageContaining("songs.remove");
        assertThat(catchThrowableOfType(
                        DescriptorException.class,
                        () -> DescriptorOverrides.apply(tree, Map.of("id", "other"), "limits")))
                .hasMessageContaining("cannot be overridden");
    }

    @Test
    void brokenJsonAndDuplicateMembersAreRefusedWithTheirLine() {
        assertThat(catchThrowableOfType(
                        DescriptorException.class,
                        () -> DescriptorReader.read("{\n\"id\": }".getBytes(StandardCharsets.UTF_8), SOURCE)))
                .hasMessageContaining("line 2");
        assertThat(catchThrowableOfType(
                        DescriptorException.class,
                        () -> DescriptorReader.read(
                                "{\"id\":\"a1\",\"id\":\"b1\"}".getBytes(StandardCharsets.UTF_8), SOURCE)))
                .hasMessageContaining("not JSON");
        assertThat(catchThrowableOfType(
                        DescriptorException.class,
                        () -> DescriptorReader.read("[]".getBytes(StandardCharsets.UTF_8), SOURCE)))
                .hasMessageContaining("one JSON object");
    }

    @Test
    void allProblemsAreFoundInOneRun() {
        DescriptorException refused = catchThrowableOfType(
                DescriptorException.class, () -> DescriptorReader.read("{}".getBytes(StandardCharsets.UTF_8), SOURCE));

        assertThat(refused.problems())
                .extracting(DescriptorProblem::path)
                .contains(
                        "/id",
                        "/displayName",
                        "/baseAddress",
                        "/allowedHosts",
                        "/capabilities",
                        "/oauth",
                        "/idempotency");
    }

    @Test
    void theSchemaNamesExactlyTheMembersOfTheRecords() throws IOException {
        JsonNode schema = schema();

        assertMembers(schema.at("/properties"), NetworkDescriptor.class);
        assertMembers(schema.at("/$defs/format/properties"), ContentFormat.class);
        assertMembers(schema.at("/$defs/format/properties/text/properties"), ContentFormat.Text.class);
        assertMembers(schema.at("/$defs/format/properties/media/properties"), ContentFormat.Media.class);
        assertMembers(schema.at("/$defs/quota/properties"), QuotaRule.class);
        assertMembers(schema.at("/$defs/quota/properties/window/properties"), QuotaRule.Window.class);
        assertMembers(schema.at("/$defs/replyPolicy/properties"), ReplyPolicy.class);
        assertMembers(schema.at("/$defs/metric/properties"), MetricDefinition.class);
        assertMembers(schema.at("/$defs/oauth/properties"), OAuthProfile.class);
        Set<String> constants = new TreeSet<>();
        schema.at("/$defs/capability/enum").forEach(constant -> constants.add(constant.asText()));
        assertThat(constants)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Capability.values()).map(Enum::name).toList());
    }

    private static void assertMembers(JsonNode properties, Class<? extends Record> type) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        names.remove("$schema");
        List<String> components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        assertThat(names).as(type.getSimpleName()).containsExactlyInAnyOrderElementsOf(components);
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in = NetworkDescriptor.class
                .getClassLoader()
                .getResourceAsStream("org/parvis/spi/network-descriptor.schema.json")) {
            return new JsonMapper().readTree(in);
        }
    }

    private static byte[] sample() {
        try (InputStream in = DescriptorReaderTest.class.getResourceAsStream("birdsong.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
