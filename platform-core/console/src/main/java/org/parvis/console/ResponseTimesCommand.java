package org.parvis.console;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;
import org.parvis.api.account.AccountService;
import org.parvis.api.analytics.AnalyticsService;
import org.parvis.api.analytics.FigureQuery;
import org.parvis.api.analytics.ResponseTimes;
import org.parvis.api.inbox.InboxService;
import org.parvis.api.workspace.Caller;
import org.parvis.model.AccountId;

/** Shows received, answered and awaiting messages, response times in seconds and who writes most, by account. */
@Service
@Command(
        scope = "social",
        name = "response-times",
        description = "Shows how each account answers",
        detailedDescription = "Example: social:response-times --json MaisonLevain")
public final class ResponseTimesCommand extends WorkspaceCommand {
    @Argument(
            index = 0,
            name = "accounts",
            multiValued = true,
            description = "Handles or ids of accounts; none for all")
    @Completion(AccountCompleter.class)
    @Nullable
    List<String> names;

    @Reference
    AnalyticsService analytics;

    @Reference
    AccountService accounts;

    @Reference
    InboxService inbox;

    @Override
    void run() {
        Caller caller = caller();
        List<AccountId> chosen = AllAccounts.named(accounts, caller, names);
        Map<AccountId, String> handles = AllAccounts.handles(AllAccounts.of(accounts, caller));
        Map<String, ResponseTimes> figures = new TreeMap<>();
        analytics
                .responseTimes(caller, new FigureQuery(chosen, null, null))
                .forEach((account, times) -> figures.put(handles.getOrDefault(account, account.toString()), times));
        if (json) {
            boolean synchronised =
                    inbox.syncStates(caller, chosen).stream().allMatch(s -> s.complete() || s.completedAt() != null);
            Map<String, Object> documents = new TreeMap<>();
            figures.forEach((handle, times) -> documents.put(handle, document(times)));
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("synchronised", synchronised);
            document.put("accounts", documents);
            print(document);
            return;
        }
        ShellTable table = new ShellTable();
        for (String column :
                List.of("Account", "Own", "Received", "Answered", "Awaiting", "Median", "p90", "p95", "1 h", "24 h")) {
            table.column(column);
        }
        figures.forEach((handle, times) -> table.addRow()
                .addContent(
                        handle,
                        times.own(),
                        times.received(),
                        times.answered(),
                        times.awaiting(),
                        duration(times.median()),
                        duration(times.p90()),
                        duration(times.p95()),
                        times.withinOneHour(),
                        times.withinOneDay()));
        print(table);
    }

    private static String duration(@Nullable Double seconds) {
        if (seconds == null) {
            return "-";
        }
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        return String.format(
                Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart());
    }

    private static Map<String, Object> document(ResponseTimes times) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("own", times.own());
        document.put("received", times.received());
        document.put("answered", times.answered());
        document.put("awaiting", times.awaiting());
        document.put("median", times.median());
        document.put("p90", times.p90());
        document.put("p95", times.p95());
        document.put("within_1h", times.withinOneHour());
        document.put("within_24h", times.withinOneDay());
        document.put(
                "customers",
                times.customers().stream()
                        .map(c -> List.of(c.handle(), c.items()))
                        .toList());
        return document;
    }
}
