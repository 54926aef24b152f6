package org.parvis.tck;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.parvis.model.NetworkDescriptor;
import org.parvis.toolkit.json.Json;

/** What became of every test, for people and for programs. Thread-safe. */
final class Report {

    /** How a test ended. */
    enum Verdict {
        PASSED,
        FAILED,
        SKIPPED
    }

    /** @param reason why it failed or was skipped; empty where it passed */
    record Line(String suite, String test, Verdict verdict, String reason) {}

    private final List<Line> lines = new ArrayList<>();

    synchronized void add(Line line) {
        lines.removeIf(
                other -> other.suite().equals(line.suite()) && other.test().equals(line.test()));
        lines.add(line);
    }

    synchronized List<Line> lines() {
        return List.copyOf(lines);
    }

    /** @param inside the packages of libraries that the bundle carries, for those who must know what they install */
    void write(Path folder, NetworkDescriptor descriptor, String by, Set<String> inside) throws IOException {
        ObjectNode json = json(descriptor, by);
        inside.forEach(json.putArray("inside")::add);
        Files.write(folder.resolve("report.json"), Json.bytes(json));
        String carried = inside.stream().map(name -> "* `" + name + "`\n").collect(Collectors.joining());
        Files.writeString(
                folder.resolve("report.md"),
                markdown(descriptor) + "\n## Carried inside\n\n"
                        + (carried.isEmpty() ? "Nothing but the plugin's own packages.\n" : carried));
    }

    private ObjectNode json(NetworkDescriptor descriptor, String by) {
        ObjectNode all = Json.object()
                .put("network", descriptor.id().value())
                .put("apiVersion", descriptor.apiVersion())
                .put("by", by);
        ObjectNode suites = all.putObject("suites");
        for (Map.Entry<String, List<Line>> suite : bySuite().entrySet()) {
            ObjectNode node = suites.putObject(suite.getKey());
            for (Verdict verdict : Verdict.values()) {
                node.put(name(verdict), count(suite.getValue(), verdict));
            }
            ArrayNode tests = node.putArray("tests");
            for (Line line : suite.getValue()) {
                ObjectNode test = tests.addObject().put("test", line.test()).put("verdict", name(line.verdict()));
                if (!line.reason().isEmpty()) {
                    test.put("reason", line.reason());
                }
            }
        }
        return all;
    }

    private String markdown(NetworkDescriptor descriptor) {
        StringBuilder text =
                new StringBuilder("# Conformance of " + descriptor.displayName() + " (" + descriptor.apiVersion()
                        + ")\n\n| Suite | Tests | Passed | Failed | Skipped |\n|---|---|---|---|---|\n");
        bySuite().forEach((suite, tests) -> text.append(row(suite, tests)));
        text.append(row("**all**", lines()));
        section(text, "Failed", Verdict.FAILED);
        section(text, "Skipped, and why", Verdict.SKIPPED);
        return text.toString();
    }

    private static String row(String name, List<Line> tests) {
        return "| " + name + " | " + tests.size() + " | " + count(tests, Verdict.PASSED) + " | "
                + count(tests, Verdict.FAILED) + " | " + count(tests, Verdict.SKIPPED) + " |\n";
    }

    private void section(StringBuilder text, String title, Verdict verdict) {
        List<Line> chosen =
                lines().stream().filter(line -> line.verdict() == verdict).toList();
        if (chosen.isEmpty()) {
            return;
        }
        text.append("\n## ").append(title).append("\n\n");
        chosen.forEach(line -> text.append("* `" + line.suite() + "/" + line.test() + "`: "
                + line.reason().lines().findFirst().orElse("") + "\n"));
    }

    private Map<String, List<Line>> bySuite() {
        Map<String, List<Line>> suites = new LinkedHashMap<>();
        Suite.ORDER.forEach(name -> suites.put(name, new ArrayList<>()));
        lines().forEach(line ->
                suites.computeIfAbsent(line.suite(), name -> new ArrayList<>()).add(line));
        suites.values().removeIf(List::isEmpty);
        return suites;
    }

    private static long count(List<Line> tests, Verdict verdict) {
        return tests.stream().filter(line -> line.verdict() == verdict).count();
    }

    private static String name(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case SKIPPED -> "skipped";
        };
    }
}
