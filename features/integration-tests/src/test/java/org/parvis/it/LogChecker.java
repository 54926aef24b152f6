package org.parvis.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The platform's log: every line at WARN or ERROR that no pattern allows fails the test class during which it was written.
 * Thread-safe.
 */
public final class LogChecker {
    private static final Pattern NOTEWORTHY = Pattern.compile("^\\S+ (WARN|ERROR) .*");

    private final Path file;
    private final List<Pattern> allowed = new ArrayList<>();
    private int seen;

    LogChecker(Path file) {
        this.file = file;
    }

    /** Announces lines that the test provokes; a regular expression that is found in the line. Until the class ends. */
    public synchronized void allow(String pattern) {
        allowed.add(Pattern.compile(pattern));
    }

    /** What was written since the test class began. */
    public synchronized List<String> lines() throws IOException {
        List<String> all = all();
        return all.subList(Math.min(seen, all.size()), all.size());
    }

    synchronized void begin() {
        allowed.clear();
    }

    synchronized void failOnUnexpected() throws IOException {
        List<String> unexpected = lines().stream()
                .filter(line -> NOTEWORTHY.matcher(line).matches())
                .filter(line -> allowed.stream()
                        .noneMatch(pattern -> pattern.matcher(line).find()))
                .toList();
        seen = all().size();
        if (!unexpected.isEmpty()) {
            throw new AssertionError(unexpected.stream()
                    .collect(Collectors.joining("\n", "the platform's log has unexpected lines:\n", "")));
        }
    }

    private List<String> all() throws IOException {
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    }
}
