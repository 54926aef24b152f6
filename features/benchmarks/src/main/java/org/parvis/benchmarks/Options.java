package org.parvis.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the command line asks for.
 *
 * @param ids figures, or groups of them ({@code P2} for {@code P2.ratio} and {@code P2.p99}); empty for all
 * @param length of one round of one contestant
 * @param platform the unpacked distribution
 * @param reference the folder with the archive of the minimal Karaf
 */
record Options(List<String> ids, boolean json, int rounds, Duration length, Path home, Path platform, Path reference) {
    static final String USAGE = "usage: bench [ID...] [--json] [--rounds N] [--seconds N] [--home DIR]"
            + " [--platform DIR] [--reference DIR]";

    /** @throws IllegalArgumentException with a sentence about what is wrong */
    static Options parse(List<String> arguments) {
        List<String> ids = new ArrayList<>();
        boolean json = false;
        int rounds = 5;
        int seconds = 10;
        Path home = Path.of(".parvis", "bench");
        Path platform = Path.of("");
        Path reference = Path.of("features", "benchmarks", "target", "reference");
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--json" -> json = true;
                case "--rounds" -> rounds = number(arguments, ++i);
                case "--seconds" -> seconds = number(arguments, ++i);
                case "--home" -> home = Path.of(value(arguments, ++i));
                case "--platform" -> platform = Path.of(value(arguments, ++i));
                case "--reference" -> reference = Path.of(value(arguments, ++i));
                default -> ids.add(id(argument));
            }
        }
        return new Options(
                List.copyOf(ids),
                json,
                rounds,
                Duration.ofSeconds(seconds),
                home.toAbsolutePath().normalize(),
                platform.toAbsolutePath().normalize(),
                reference.toAbsolutePath().normalize());
    }

    private static String id(String argument) {
        if (!argument.matches("[Pp][0-9]+(\\.[a-z0-9-]+)?")) {
            throw new IllegalArgumentException("'" + argument + "' is neither an option nor a figure. " + USAGE);
        }
        return argument.substring(0, 1).toUpperCase(Locale.ROOT) + argument.substring(1);
    }

    private static String value(List<String> arguments, int index) {
        if (index >= arguments.size()) {
            throw new IllegalArgumentException(arguments.get(index - 1) + " needs a value");
        }
        return arguments.get(index);
    }

    private static int number(List<String> arguments, int index) {
        String text = value(arguments, index);
        if (!text.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException(
                    arguments.get(index - 1) + " needs a number from 1 to 9999, not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    /** Whether a figure, or any figure of a group, is asked for. */
    boolean asksFor(String id) {
        return ids.isEmpty() || ids.stream().anyMatch(asked -> id.equals(asked) || id.startsWith(asked + "."));
    }

    /** Whether anything is asked for that this group brings. */
    boolean asksForGroup(String group) {
        return ids.isEmpty() || ids.stream().anyMatch(asked -> asked.equals(group) || asked.startsWith(group + "."));
    }
}
