package org.parvis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What operators may set is described in English and in French, with the same words missing in neither. */
class SettingsTest {
    private static final Path MODULES = Path.of("..").toAbsolutePath().normalize();

    @Test
    void everySettingIsDescribedInBothLanguages() throws IOException {
        List<Path> english;
        try (Stream<Path> files = Files.walk(MODULES, 8)) {
            english = files.filter(file -> file.toString().contains("src/main/resources/OSGI-INF/l10n/"))
                    .filter(file -> !file.toString().endsWith("_fr.properties"))
                    .toList();
        }
        assertThat(english).hasSizeGreaterThanOrEqualTo(10);
        for (Path file : english) {
            Path french = Path.of(file.toString().replace(".properties", "_fr.properties"));
            assertThat(texts(french)).as(french.toString()).isEqualTo(texts(file));
        }
    }

    private static Set<String> texts(Path file) throws IOException {
        Properties texts = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            texts.load(in);
        }
        assertThat(texts.values())
                .as(file.toString())
                .allSatisfy(text -> assertThat(text.toString()).isNotBlank());
        return new TreeSet<>(texts.stringPropertyNames());
    }
}
