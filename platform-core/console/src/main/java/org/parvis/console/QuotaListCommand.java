package org.parvis.console;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.parvis.api.network.QuotaLimit;
import org.parvis.api.network.QuotaService;
import org.parvis.api.network.QuotaState;

/**
 * Shows each budget: how large it is, what is left, what of it is kept for publishing and replies, when it returns and what it
 * was spent on. Those of one account each are shown once they are used, or else as a rule that nobody used yet.
 */
@Service
@Command(
        scope = "social",
        name = "quota-list",
        description = "Lists the networks' budgets: what is left, when it returns, what it was spent on;"
                + " with --workspace those that its accounts use",
        detailedDescription = "Example: social:quota-list --json")
public final class QuotaListCommand extends WorkspaceCommand {
    @Reference
    QuotaService quotas;

    @Override
    void run() {
        List<QuotaState> used = workspaceName == null ? quotas.quotas() : quotas.quotas(caller());
        List<Map<String, Object>> documents = new ArrayList<>();
        Set<String> shown = new HashSet<>();
        for (QuotaState quota : used) {
            shown.add(quota.network() + " " + quota.bucket() + " " + quota.scope());
            documents.add(document(quota));
        }
        if (workspaceName == null) {
            quotas.limits().stream()
                    .filter(limit -> !shown.contains(limit.network() + " " + limit.bucket() + " " + limit.scope()))
                    .forEach(limit -> documents.add(document(limit)));
        }
        if (json) {
            print(documents);
        } else {
            print(table(documents));
        }
    }

    private static ShellTable table(List<Map<String, Object>> documents) {
        ShellTable table = new ShellTable();
        for (String column : List.of(
                "Network", "Bucket", "Scope", "Whose", "Left", "Limit", "Reserve", "Returns", "Spent", "Source")) {
            table.column(column);
        }
        for (Map<String, Object> document : documents) {
            table.addRow()
                    .addContent(
                            document.get("network"),
                            document.get("bucket"),
                            document.get("scope"),
                            Printable.line(String.valueOf(document.get("subject"))),
                            document.get("remaining"),
                            document.get("limit"),
                            document.get("reserve"),
                            document.get("resetsAt") == null ? "whole" : document.get("resetsAt"),
                            spent(document),
                            document.get("source") + (Boolean.TRUE.equals(document.get("overridden")) ? ", set" : ""));
        }
        return table;
    }

    private static String spent(Map<String, Object> document) {
        List<String> parts = new ArrayList<>();
        Map<?, ?> spent = Objects.requireNonNull((Map<?, ?>) document.get("spent"));
        spent.forEach((purpose, units) -> parts.add(purpose + " " + units));
        return String.join(", ", parts);
    }

    private static Map<String, Object> document(QuotaState quota) {
        Map<String, Object> spent = new TreeMap<>();
        long sum = 0;
        for (var each : quota.spent().entrySet()) {
            spent.put(each.getKey().name().toLowerCase(Locale.ROOT), each.getValue());
            sum += each.getValue();
        }
        // on its way, or spent by others with the same application
        long others = quota.limit() - quota.remaining() - sum;
        if (others > 0) {
            spent.put("other", others);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("network", quota.network().value());
        document.put("bucket", quota.bucket());
        document.put("scope", quota.scope().name());
        document.put("subject", quota.subject());
        document.put("unit", quota.unit());
        document.put("remaining", quota.remaining());
        document.put("limit", quota.limit());
        document.put("reserve", quota.reserve());
        document.put("resetsAt", quota.resetsAt().toString());
        document.put("spent", spent);
        document.put("source", quota.source().name());
        document.put("overridden", quota.overridden());
        return document;
    }

    private static Map<String, Object> document(QuotaLimit limit) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("network", limit.network().value());
        document.put("bucket", limit.bucket());
        document.put("scope", limit.scope().name());
        document.put("subject", "");
        document.put("unit", limit.unit());
        document.put("remaining", limit.limit());
        document.put("limit", limit.limit());
        document.put("reserve", limit.reserve());
        document.put("resetsAt", null);
        document.put("spent", Map.of());
        document.put("source", "UNUSED");
        document.put("overridden", limit.setting() != null);
        return document;
    }
}
