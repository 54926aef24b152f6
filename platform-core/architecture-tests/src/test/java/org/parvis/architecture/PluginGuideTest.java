package org.parvis.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands, names and code of {@code docs/plugin-guide.md} are those of the sources; who follows it ends with the example. */
class PluginGuideTest {
    private static final Path ROOT = Path.of("../..");
    private static final Path EXAMPLE = ROOT.resolve("docs/examples/plugin-bluesky");
    private static final Path CODE = EXAMPLE.resolve("src/main/java/social/example/bluesky");
    private static final Path TESTS = EXAMPLE.resolve("src/test/java/social/example/bluesky");

    private final String guide = read(ROOT.resolve("docs/plugin-guide.md"));

    @Test
    void whoCopiesWhatItSaysHasTheWholeExample() throws IOException {
        Set<String> copied = new TreeSet<>();
        for (String command : commands()) {
            if (command.contains("$EXAMPLE/$CODE")) {
                all(Pattern.compile("([A-Za-z-]+\\.java)"), command).forEach(copied::add);
            }
        }
        try (Stream<Path> files = Files.list(CODE)) {
            assertThat(copied)
                    .containsExactlyInAnyOrderElementsOf(
                            files.map(file -> file.getFileName().toString()).toList());
        }
        for (String place : all(Pattern.compile("cp (?:-r )?\\$EXAMPLE/([a-zA-Z/.-]+)"), guide)) {
            assertThat(EXAMPLE.resolve(place)).exists();
        }
    }

    /** Step by step: what is there at each command that compiles does compile. */
    @Test
    void everyStepThatCompilesDoes(@TempDir Path project) throws IOException {
        int steps = 0;
        Matcher block =
                Pattern.compile("```(sh|java)\\n(.*?)```", Pattern.DOTALL).matcher(guide);
        while (block.find()) {
            if (block.group(1).equals("java")) {
                Files.writeString(project.resolve("BlueskyNetwork.java"), block.group(2));
                continue;
            }
            for (String command : block.group(2).split("\n")) {
                for (String file : all(Pattern.compile("([A-Za-z-]+\\.java)"), command)) {
                    Files.copy(CODE.resolve(file), project.resolve(file), StandardCopyOption.REPLACE_EXISTING);
                }
                if (command.matches("mvn .*(compile|verify)") && Files.exists(project.resolve("package-info.java"))) {
                    compile(project);
                    steps++;
                }
            }
        }
        assertThat(steps).as("steps that compile").isGreaterThan(4);
    }

    private static void compile(Path project) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (Stream<Path> sources = Files.list(project)) {
            List<String> arguments = Stream.concat(
                            Stream.of(
                                    "-proc:none",
                                    "-implicit:none",
                                    "-d",
                                    Files.createDirectories(project.resolve("classes"))
                                            .toString(),
                                    "-cp",
                                    System.getProperty(
                                            "surefire.test.class.path", System.getProperty("java.class.path"))),
                            sources.map(Path::toString).filter(name -> name.endsWith(".java")))
                    .toList();
            int code = ToolProvider.getSystemJavaCompiler().run(null, said, said, arguments.toArray(String[]::new));
            assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
        }
    }

    @Test
    void theServiceThatIsWrittenByHandIsThePartOfTheExamplesThatExistsByThen() {
        String example = read(CODE.resolve("BlueskyNetwork.java"));
        List<String> lines =
                block("java").lines().filter(line -> !line.isBlank()).toList();
        assertThat(lines)
                .hasSizeGreaterThan(15)
                .allSatisfy(line -> assertThat(example).contains(line.strip()));
    }

    @Test
    void theArchetypeIsGeneratedWithPropertiesThatItHas() {
        String command = commands().stream()
                .filter(each -> each.contains("archetype:generate"))
                .findFirst()
                .orElseThrow();
        String metadata = read(ROOT.resolve(
                "platform-core/plugin-archetype/src/main/resources/META-INF/maven/archetype-metadata.xml"));
        Matcher version = Pattern.compile("<version>([^<]+)</version>").matcher(read(ROOT.resolve("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(command)
                .contains("-DarchetypeVersion=" + version.group(1) + " ", "-DarchetypeArtifactId=plugin-archetype");
        for (String property : all(Pattern.compile("-D(network\\w+)="), command)) {
            assertThat(metadata).contains("<requiredProperty key=\"" + property + "\">");
        }
        assertThat(guide).contains("plugin-bluesky-" + version.group(1) + ".jar");
    }

    @Test
    void theSimulatorListensWhereItSays() {
        String parent = read(ROOT.resolve("platform-core/plugin-parent/pom.xml"));
        Matcher port = Pattern.compile("<simulator.port>(\\d+)<").matcher(parent);
        assertThat(port.find()).isTrue();
        assertThat(parent).contains("exec-maven-plugin");
        assertThat(guide).contains("mvn test-compile exec:java", "http://127.0.0.1:" + port.group(1));
        assertThat(all(Pattern.compile("(?m)^[^-]* = http://127\\.0\\.0\\.1:(\\d+)"), guide))
                .containsOnly(port.group(1));
    }

    @Test
    void everyVerbOfTheLauncherAndEveryCommandOfTheConsoleIsThere() throws IOException {
        String launcher = read(ROOT.resolve("parvis"));
        for (String verb : all(Pattern.compile("\\$PARVIS/parvis ([a-z]+)"), guide)) {
            assertThat(launcher).containsPattern("(?m)^  " + verb + " ");
        }
        String console;
        try (Stream<Path> files = Files.walk(ROOT.resolve("platform-core/console/src/main/java"))) {
            console = files.filter(Files::isRegularFile)
                    .map(PluginGuideTest::read)
                    .collect(Collectors.joining());
        }
        for (String command : all(Pattern.compile("social:([a-z-]+)"), guide)) {
            assertThat(console).contains("name = \"" + command + "\"");
        }
    }

    @Test
    void theClassesThatItNamesExist() throws IOException {
        Set<String> known = new TreeSet<>();
        for (Path folder : List.of(
                CODE,
                TESTS,
                Path.of("src/test/java"),
                ROOT.resolve("platform-core/spi/src/main/java"),
                ROOT.resolve("platform-core/plugin-archetype/src"),
                ROOT.resolve("features/integration-tests/src"))) {
            try (Stream<Path> files = Files.walk(folder)) {
                files.map(file -> file.getFileName()
                                .toString()
                                .replace(".java", "")
                                .replace("__networkClass__", "Bluesky"))
                        .forEach(known::add);
            }
        }
        assertThat(all(
                        Pattern.compile(
                                "`((?:Bluesky|Small|Kit|RichText|RecordKeys|Walk|Operations)\\w*)(?: implements \\w+)?`"),
                        guide))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(known).contains(name));
        assertThat(all(Pattern.compile("`(\\w+(?:IT|Test))`"), guide))
                .contains("ArchetypeIT", "BlueskyIT", "PluginGuideTest")
                .allSatisfy(name -> assertThat(known).contains(name));
    }

    private List<String> commands() {
        return all(Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL), guide).stream()
                .flatMap(block -> Arrays.stream(block.replace("\\\n", " ").split("\n")))
                .toList();
    }

    private String block(String language) {
        List<String> blocks = all(Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL), guide);
        assertThat(blocks).as("blocks of %s", language).hasSize(1);
        return blocks.get(0);
    }

    private static List<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(found -> found.group(1)).toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }
}
