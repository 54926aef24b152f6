package org.parvis.tck;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.ErrorKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.QuotaRule;
import org.parvis.toolkit.http.Statuses;

/** The tables of a plugin's README that follow from its descriptor. */
final class ReadmeTables {
    static final List<String> SECTIONS = List.of(
            "Capabilities",
            "Limits",
            "Quota and cost",
            "Configuration",
            "OAuth scopes by capability",
            "Error mapping",
            "Webhooks",
            "Known gaps",
            "Tried against");

    private ReadmeTables() {}

    static String capabilities(NetworkDescriptor descriptor) {
        return "| Capability | Offered | Why not |\n|---|---|---|\n"
                + Arrays.stream(Capability.values())
                        .map(c -> "| " + c + " | " + (descriptor.offers(c) ? "yes" : "no") + " | "
                                + descriptor
                                        .unavailable()
                                        .getOrDefault(c, Map.of())
                                        .getOrDefault("en", "") + " |")
                        .collect(Collectors.joining("\n"));
    }

    static String limits(NetworkDescriptor descriptor) {
        return "| Format | Text | Files |\n|---|---|---|\n"
                + descriptor.formats().stream()
                        .map(f -> "| " + f.id() + " | " + text(f.text()) + " | "
                                + f.media().maximum() + " |")
                        .collect(Collectors.joining("\n"));
    }

    private static String text(ContentFormat.Text text) {
        return "up to " + text.maximum() + " (" + text.rule() + ")" + (text.required() ? ", required" : "");
    }

    static String quotas(NetworkDescriptor descriptor) {
        return "| Bucket | Shared by | Calls | Window | Costs |\n|---|---|---|---|---|\n"
                + descriptor.quotas().stream()
                        .map(q -> "| " + q.bucket() + " | " + q.scope() + " | " + q.limit() + " | " + window(q.window())
                                + " | " + costs(q) + " |")
                        .collect(Collectors.joining("\n"));
    }

    private static String window(QuotaRule.Window window) {
        return window.kind() + " " + (window.zone() == null ? window.length() : window.zone());
    }

    private static String costs(QuotaRule rule) {
        return new TreeMap<>(rule.costs())
                .entrySet().stream()
                        .map(cost -> cost.getKey() + " " + cost.getValue())
                        .collect(Collectors.joining(", "));
    }

    static String scopes(NetworkDescriptor descriptor) {
        String always = "| always | `"
                + String.join(" ", new TreeSet<>(descriptor.oauth().baseScopes())) + "` |";
        String rows = descriptor.oauth().scopes().entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(e -> "\n| " + e.getKey() + " | `" + String.join(" ", new TreeSet<>(e.getValue())) + "` |")
                .collect(Collectors.joining());
        return "| Capability | Scopes |\n|---|---|\n" + always + rows;
    }

    /** What the rules know, then what the toolkit makes of a status that none of them knows. */
    static String errors(NetworkDescriptor descriptor, List<ErrorLine> lines) {
        StringBuilder table = new StringBuilder(
                "| " + descriptor.displayName() + " answers | On a read | On a change |\n|---|---|---|\n");
        lines.forEach(line -> table.append(row(line.signal(), line.read(), line.change())));
        for (int status : new int[] {400, 401, 402, 403, 404, 408, 410, 413, 422, 429}) {
            table.append(otherwise("otherwise " + status, status));
        }
        table.append(otherwise("otherwise 5xx", 500));
        table.append(otherwise("any other 4xx", 418));
        return table.append(otherwise("any 3xx", 302)).toString().stripTrailing();
    }

    private static String otherwise(String signal, int status) {
        return row(signal, Statuses.kind(status, false), Statuses.kind(status, true));
    }

    private static String row(String signal, ErrorKind read, ErrorKind change) {
        return "| " + signal + " | " + read + " | " + change + " |\n";
    }
}
