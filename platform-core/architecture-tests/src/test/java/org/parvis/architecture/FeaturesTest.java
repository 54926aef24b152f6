package org.parvis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the feature repository says. */
class FeaturesTest {
    private static final Pattern FEATURE = Pattern.compile(
            "<feature name=\"([^\"]+)\".*?</feature>\\s*\\n(?=\\s*<feature name|\\s*</features>)", Pattern.DOTALL);

    private final String descriptor = read();

    private static String read() {
        try {
            return Files.readString(Path.of("../../features/repository/src/main/feature/features.xml"))
                    .replaceAll("(?m)^\\s*$\\n", "");
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Test
    void everyBundleIsInAFeature() {
        Stream<String> expected = Bundle.onTheClassPath().stream()
                .map(Bundle::name)
                .filter(name -> !name.matches("org\\.parvis\\.(toolkit|simulation|simulator-.*)"));
        assertThat(expected)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(descriptor)
                        .contains("mvn:org.parvis/" + name.substring("org.parvis.".length()) + "/"));
    }

    @Test
    void simulatorsAreInNoFeature() {
        assertThat(descriptor).doesNotContain("org.parvis/simulat");
    }

    @Test
    void aNetworkRequiresTheCoreAndPullsInNothing() {
        List<String> networks =
                features().filter(text -> text.contains("\"parvis-network-")).toList();
        assertThat(networks).isNotEmpty().allSatisfy(text -> {
            assertThat(text).contains("<requirement>org.parvis.core;");
            assertThat(text).doesNotContain("<feature>");
            assertThat(text.split("<bundle", -1)).as("bundles of " + text).hasSize(2);
        });
    }

    @Test
    void theContainersOwnHttpIsNotUsed() {
        assertThat(descriptor).doesNotContain("<feature>http</feature>").doesNotContain("pax-web");
    }

    private Stream<String> features() {
        Matcher matcher = FEATURE.matcher(descriptor);
        return matcher.results().map(result -> result.group());
    }
}
