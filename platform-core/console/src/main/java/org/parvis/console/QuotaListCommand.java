package org.parvis.console;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.parvis.api.network.QuotaService;
import org.parvis.api.network.QuotaState;

/** Shows budgets as they are known. */
@Service
@Command(scope = "social", name = "quota-list", description = "Lists what is left of the networks' budgets")
public final class QuotaListCommand extends SocialCommand {
    @Reference
    QuotaService quotas;

    @Override
    void run() {
        List<QuotaState> all = quotas.quotas();
        ShellTable table = new ShellTable();
        table.column("Network");
        table.column("Bucket");
        table.column("Scope");
        table.column("Remaining");
        table.column("Limit");
        table.column("Resets");
        List<Map<String, Object>> documents = new ArrayList<>();
        for (QuotaState quota : all) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("network", quota.network().value());
            document.put("bucket", quota.bucket());
            document.put("scope", quota.scope().name());
            document.put("remaining", quota.remaining());
            document.put("limit", quota.limit());
            document.put("resetsAt", String.valueOf(quota.resetsAt()));
            documents.add(document);
            table.addRow().addContent(document.values().toArray());
        }
        if (json) {
            print(documents);
        } else {
            print(table);
        }
    }
}
