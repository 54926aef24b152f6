package org.parvis.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.ObjectClassDefinition;

class SettingsGuardTest {
    private static final Described POLL = new Described("poll", AttributeDefinition.STRING, 0, "PT1S");
    private static final Described THREADS = new Described("threads", AttributeDefinition.INTEGER, 0, "16");
    private static final Described URL = new Described("url", AttributeDefinition.STRING, 0, "http://localhost:8080");
    private static final Described FOLDER = new Described("folder", AttributeDefinition.STRING, 0, "");
    private static final Described ORIGINS = new Described("origins", AttributeDefinition.STRING, 100);

    private final SettingsGuard guard = new SettingsGuard(() -> {
        ObjectClassDefinition described = new Pid(List.of(POLL, THREADS, URL, FOLDER, ORIGINS));
        return Map.of("org.parvis.outbox", described, "org.parvis.guard", described, "org.parvis.store", described);
    });

    private Dictionary<String, Object> delivered(String pid, Map<String, Object> written) {
        Dictionary<String, Object> properties = new Hashtable<>(written);
        properties.put("service.pid", pid);
        if (pid.contains("~")) {
            properties.put("service.factoryPid", pid.substring(0, pid.indexOf('~')));
        }
        guard.modifyConfiguration(null, properties);
        return properties;
    }

    @Test
    void aWrongValueIsRefusedAndTheLastGoodOneStays() {
        assertThat(delivered("org.parvis.outbox", Map.of("poll", "PT5S", "threads", "4"))
                        .get("poll"))
                .isEqualTo("PT5S");
        Dictionary<String, Object> second = delivered("org.parvis.outbox", Map.of("poll", "soon", "threads", "5"));
        assertThat(second.get("poll")).isEqualTo("PT5S");
        assertThat(second.get("threads")).as("the rest of the file is read").isEqualTo("5");
        assertThat(delivered("org.parvis.outbox", Map.of("poll", "PT7S")).get("poll"))
                .isEqualTo("PT7S");
    }

    @Test
    void whereThereWasNoGoodOneTheDefaultIsUsed() {
        assertThat(delivered("org.parvis.outbox", Map.of("threads", "many")).get("threads"))
                .isNull();
    }

    @Test
    void eachFileOfAFactoryHasItsOwnLastGoodValue() {
        delivered("org.parvis.guard~twitter", Map.of("threads", "2"));
        delivered("org.parvis.guard~youtube", Map.of("threads", "3"));
        assertThat(delivered("org.parvis.guard~twitter", Map.of("threads", "x")).get("threads"))
                .isEqualTo("2");
    }

    @Test
    void whatOthersCheckAndWhatHasManyValuesIsLeftAlone() {
        assertThat(delivered("org.parvis.store", Map.of("threads", "many")).get("threads"))
                .isEqualTo("many");
        assertThat(delivered("org.parvis.network.twitter", Map.of("threads", "many"))
                        .get("threads"))
                .isEqualTo("many");
        assertThat(delivered("org.apache.felix.http", Map.of("threads", "many")).get("threads"))
                .isEqualTo("many");
        Dictionary<String, Object> rest =
                delivered("org.parvis.outbox", Map.of("origins", "a,b", "unknown", "x", "folder", "/srv"));
        assertThat(rest.get("origins")).isEqualTo("a,b");
        assertThat(rest.get("unknown")).isEqualTo("x");
        assertThat(rest.get("folder")).isEqualTo("/srv");
    }

    @ParameterizedTest
    @CsvSource({
        "poll, PT0.5S, true",
        "poll, P2D, true",
        "poll, PT0S, false",
        "poll, -PT1S, false",
        "poll, 5 s, false",
        "poll, '', false",
        "url, https://parvis.example, true",
        "url, parvis.example, false",
        "url, 'http://a b', false",
        "url, ftp://parvis.example, false",
        "threads, 12, true",
        "threads, 1.5, false"
    })
    void theDefaultSaysTheKindOfAValue(String key, String value, boolean right) {
        Described attribute =
                Map.of("poll", POLL, "url", URL, "threads", THREADS).get(key);
        assertThat(SettingsRules.wrong(attribute, value).isEmpty()).isEqualTo(right);
        assertThat(SettingsRules.wrong(attribute, value).orElse("The value is right."))
                .startsWith("The value is ")
                .endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "enabled, true, ''",
        "enabled, maybe, not true or false",
        "client.id, anything, ''",
        "base.address, http://127.0.0.1:9, ''",
        "base.address, 127.0.0.1, no address",
        "token.endpoint, '$[env:TOKEN]', ''",
        "x.dialect, posts, ''",
        "client.idd, abc, Nothing reads this key"
    })
    void theKeysOfANetworkAreKnownToo(String key, String value, String complaint) {
        assertThat(SettingsRules.wrongOfNetwork(key, value).orElse("")).contains(complaint);
        assertThat(SettingsRules.wrongOfNetwork(key, value).isEmpty()).isEqualTo(complaint.isEmpty());
    }

    /** What a bundle says of a PID. */
    private record Pid(List<Described> attributes) implements ObjectClassDefinition {
        @Override
        public String getName() {
            return "settings";
        }

        @Override
        public String getID() {
            return "settings";
        }

        @Override
        public String getDescription() {
            return "";
        }

        @Override
        public AttributeDefinition[] getAttributeDefinitions(int filter) {
            return attributes.toArray(AttributeDefinition[]::new);
        }

        @Override
        public InputStream getIcon(int size) {
            return InputStream.nullInputStream();
        }
    }

    /** What a bundle says of a key; whole numbers are checked, as the service of the container does it. */
    private static final class Described implements AttributeDefinition {
        private final String id;
        private final int type;
        private final int cardinality;
        private final String[] defaults;

        Described(String id, int type, int cardinality, String... defaults) {
            this.id = id;
            this.type = type;
            this.cardinality = cardinality;
            this.defaults = defaults;
        }

        @Override
        public String getName() {
            return id;
        }

        @Override
        public String getID() {
            return id;
        }

        @Override
        public String getDescription() {
            return "";
        }

        @Override
        public int getCardinality() {
            return cardinality;
        }

        @Override
        public int getType() {
            return type;
        }

        @Override
        public String[] getOptionValues() {
            return new String[0];
        }

        @Override
        public String[] getOptionLabels() {
            return new String[0];
        }

        @Override
        public String validate(String value) {
            return type == INTEGER && !value.matches("-?\\d+") ? "no number" : "";
        }

        @Override
        public String[] getDefaultValue() {
            return defaults.clone();
        }
    }
}
