package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.parvis.api.network.ReplacedLimit;

/** Shows what of the networks' limits is not what their plugins say. */
@Service
@Command(
        scope = "social",
        name = "limits-list",
        description = "Lists the limits of networks that a signed file or the configuration has replaced",
        detailedDescription = "Example: social:limits-list --json")
public final class LimitsListCommand extends InstallationCommand {
    @Override
    void run() {
        List<ReplacedLimit> all = installer.replacedLimits();
        if (json) {
            print(all.stream().map(LimitsListCommand::document).toList());
            return;
        }
        ShellTable table = new ShellTable();
        table.column("Network");
        table.column("Limit");
        table.column("Value");
        table.column("Plugin");
        table.column("By");
        table.column("Dated");
        table.column("Until");
        for (ReplacedLimit limit : all) {
            table.addRow()
                    .addContent(
                            limit.network(),
                            limit.path(),
                            limit.value(),
                            limit.before(),
                            limit.source() == ReplacedLimit.Source.FILE ? limit.signedBy() : "configuration",
                            limit.dated() == null ? "" : limit.dated(),
                            limit.until() == null ? "" : limit.until() + (limit.stale() ? " STALE" : ""));
        }
        print(table);
    }

    static Map<String, Object> document(ReplacedLimit limit) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("network", limit.network().value());
        document.put("path", limit.path());
        document.put("value", limit.value());
        document.put("before", limit.before());
        document.put("source", limit.source().name());
        document.put("signedBy", limit.signedBy());
        document.put("dated", limit.dated() == null ? "" : limit.dated().toString());
        document.put("until", limit.until() == null ? "" : limit.until().toString());
        document.put("stale", limit.stale());
        return document;
    }
}
