package org.parvis.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every command, however many there will be. */
class CommandsTest {
    /**
     * Verbs, and two nouns, that only look. So does {@code account-check}: what it notes is what the network said,
     * which the next call of that account would have noted anyway.
     */
    private static final Set<String> LOOKING =
            Set.of("list", "show", "explain", "tail", "lag", "times", "doctor", "check");

    static Stream<Class<?>> commands() throws Exception {
        Path classes = Path.of(SocialCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        List<Class<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(classes.resolve("org/parvis/console"))) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith("Command.class")) {
                    Class<?> type = SocialCommand.class
                            .getClassLoader()
                            .loadClass("org.parvis.console." + name.replace(".class", ""));
                    if (type.isAnnotationPresent(Command.class)) {
                        found.add(type);
                    }
                }
            }
        }
        return found.stream();
    }

    @Test
    void theConsoleIsComplete() throws Exception {
        Set<String> names = commands().map(CommandsTest::name).collect(Collectors.toSet());
        assertThat(names)
                .contains("network-list", "network-show", "network-install", "network-update", "network-rollback")
                .contains("network-uninstall", "network-drain", "network-resume", "network-check")
                .contains("account-list", "account-show", "account-pause", "account-resume", "account-unlink")
                .contains("publication-list", "publication-show", "publication-explain", "publication-retry")
                .contains("publication-resolve", "publication-cancel")
                .contains("inbox-sync", "inbox-tail", "inbox-lag", "response-times")
                .contains("archive-import", "archive-export", "backup", "restore")
                .contains("token-create", "token-revoke", "user-create", "workspace-list")
                .contains("outbox-list", "outbox-show", "outbox-retry", "outbox-purge")
                .contains("quota-list", "quota-override", "webhook-list", "webhook-replay")
                .contains("config-check", "doctor", "audit-list", "credentials-rotate");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itIsDescribedAndSpeaksJson(Class<?> type) {
        Command command = type.getAnnotation(Command.class);
        assertThat(command.scope()).isEqualTo("social");
        assertThat(command.name()).matches("[a-z]+(-[a-z]+)*");
        assertThat(command.description())
                .as("description")
                .hasSizeGreaterThan(10)
                .doesNotEndWith(".");
        assertThat(type.isAnnotationPresent(Service.class)).as("registered").isTrue();
        assertThat(options(type)).containsKey("--json");
        options(type)
                .values()
                .forEach(option -> assertThat(option.getAnnotation(Option.class).description())
                        .as(option.getName())
                        .isNotBlank());
        arguments(type)
                .forEach(argument -> assertThat(
                                argument.getAnnotation(Argument.class).description())
                        .as(argument.getName())
                        .isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void itsHelpHasAnExampleThatCouldBeTyped(Class<?> type) {
        String help = type.getAnnotation(Command.class).detailedDescription();
        assertThat(help).startsWith("Example: social:" + name(type));
        Map<String, Field> options = options(type);
        List<String> words = List.of(help.substring("Example: ".length()).split(" "));
        int given = 0;
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("-")) {
                assertThat(options).as(help).containsKey(word);
                assertThat(given).as("options stand before arguments: " + help).isZero();
                i += isSwitch(options.get(word)) ? 0 : 1;
            } else {
                given++;
            }
        }
        List<Field> arguments = arguments(type);
        long required = arguments.stream()
                .filter(a -> a.getAnnotation(Argument.class).required())
                .count();
        assertThat((long) given).as(help).isBetween(required, (long) arguments.size());
        for (Field option : options.values()) {
            Option declared = option.getAnnotation(Option.class);
            if (declared.required()) {
                assertThat(words).as(help).contains(declared.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everythingThatIsTypedIsCompleted(Class<?> type) {
        List<Field> typed = new ArrayList<>(arguments(type));
        options(type).values().stream().filter(option -> !isSwitch(option)).forEach(typed::add);
        for (Field field : typed) {
            Completion completion = field.getAnnotation(Completion.class);
            assertThat(completion)
                    .as(type.getSimpleName() + "." + field.getName())
                    .isNotNull();
            assertThat(Completer.class).isAssignableFrom(completion.value());
            // The shell makes this one itself.
            boolean ofTheShell = completion.value() == FileCompleter.class;
            assertThat(ofTheShell || completion.value().isAnnotationPresent(Service.class))
                    .as(completion.value() + " is registered")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void whatChangesSomethingCanBeTriedFirst(Class<?> type) {
        String name = name(type);
        String verb = name.substring(name.lastIndexOf('-') + 1);
        boolean tried = options(type).containsKey("--dry-run");
        assertThat(tried).as(name + " --dry-run").isEqualTo(!LOOKING.contains(verb));
    }

    /** What is typed stays in the shell's history. */
    @ParameterizedTest
    @MethodSource("commands")
    void noSecretIsTyped(Class<?> type) {
        assertThat(options(type).keySet()).noneMatch(name -> name.matches("(?i).*(password|secret).*"));
        assertThat(arguments(type)).noneMatch(field -> field.getName().matches("(?i).*(password|secret).*"));
    }

    @Test
    void theGuideNamesThemAll() throws Exception {
        String guide = Files.readString(guide(), StandardCharsets.UTF_8);
        assertThat(commands().map(CommandsTest::name))
                .allSatisfy(name -> assertThat(guide).contains(name));
    }

    private static Path guide() throws IOException {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path guide = folder.resolve("docs/operator-guide.md");
            if (Files.exists(guide)) {
                return guide;
            }
        }
        throw new IOException(
                "docs/operator-guide.md is not above " + Path.of("").toAbsolutePath());
    }

    private static String name(Class<?> type) {
        return type.getAnnotation(Command.class).name();
    }

    private static boolean isSwitch(Field option) {
        return option.getType() == boolean.class;
    }

    private static Map<String, Field> options(Class<?> type) {
        Map<String, Field> options = new HashMap<>();
        fields(type).forEach(field -> {
            Option option = field.getAnnotation(Option.class);
            if (option != null) {
                options.put(option.name(), field);
                Arrays.stream(option.aliases()).forEach(alias -> options.put(alias, field));
            }
        });
        return options;
    }

    private static List<Field> arguments(Class<?> type) {
        return fields(type)
                .filter(field -> field.isAnnotationPresent(Argument.class))
                .toList();
    }

    private static Stream<Field> fields(Class<?> type) {
        return Stream.<Class<?>>iterate(type, each -> each != Object.class, Class::getSuperclass)
                .flatMap(each -> Arrays.stream(each.getDeclaredFields()));
    }
}
