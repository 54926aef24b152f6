package org.parvis.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;
import org.parvis.api.ProblemException;
import org.parvis.api.network.QuotaLimit;
import org.parvis.api.network.QuotaService;

/** Sets how large a budget is, for an application whose agreement with its network is not the usual one. */
@Service
@Command(
        scope = "social",
        name = "quota-override",
        description = "Sets the limit of a network's budget, or with --clear goes back to what is declared",
        detailedDescription = "Example: social:quota-override --reserve 30 youtube units 50000")
public final class QuotaOverrideCommand extends SocialCommand {
    @Option(name = "--dry-run", description = "Only say what would be changed")
    boolean dryRun;

    @Option(name = "--clear", description = "Go back to the limit that the network's descriptor declares")
    boolean clear;

    @Option(name = "--reserve", description = "Percent of the limit that only publishing and replies may use, 0 to 90")
    @Completion(PercentCompleter.class)
    @Nullable
    Integer reserve;

    @Argument(index = 0, name = "network", required = true, description = "Id of the network")
    @Completion(NetworkCompleter.class)
    String network = "";

    @Argument(
            index = 1,
            name = "bucket",
            required = true,
            description = "The budget, as social:quota-list shows it; BUCKET@SCOPE where there are several of the name")
    @Completion(QuotaCompleter.class)
    String bucket = "";

    @Argument(index = 2, name = "limit", description = "Units per window")
    @Completion(LimitCompleter.class)
    @Nullable
    Long limit;

    @Reference
    QuotaService quotas;

    @Override
    void run() {
        if (clear == (limit != null || reserve != null)) {
            throw ProblemException.invalid(
                    "limit", "limit.or.clear", "Give a limit or --reserve or both, or else --clear.");
        }
        QuotaLimit before = budget();
        QuotaLimit after = dryRun
                ? before
                : quotas.override(
                        Operator.name(session), before.network(), before.bucket(), before.scope(), limit, reserve);
        long wanted = limit == null ? before.declared() : limit;
        if (json) {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("network", before.network().value());
            document.put("bucket", before.bucket());
            document.put("scope", before.scope().name());
            document.put("declared", before.declared());
            document.put("before", before.limit());
            document.put("limit", after.limit());
            document.put("reserve", after.reserve());
            document.put("overridden", after.setting() != null);
            document.put("dryRun", dryRun);
            print(document);
        } else {
            out().println("The limit of " + before.network() + " " + before.bucket() + "@" + before.scope()
                    + (dryRun ? " is " + before.limit() + " and would be " : " was " + before.limit() + " and is ")
                    + wanted + " " + before.unit() + "; declared are " + before.declared() + ".");
        }
    }

    private QuotaLimit budget() {
        List<QuotaLimit> all = quotas.limits().stream()
                .filter(each -> each.network().value().equals(network))
                .toList();
        List<QuotaLimit> matching = all.stream()
                .filter(each -> each.bucket().equals(bucket) || name(each).equals(bucket))
                .toList();
        if (matching.size() == 1) {
            return matching.get(0);
        }
        List<String> names = (matching.isEmpty() ? all : matching)
                .stream().map(QuotaOverrideCommand::name).toList();
        throw ProblemException.invalid(
                "bucket",
                "bucket",
                all.isEmpty()
                        ? "There is no network '" + network + "' with budgets; social:quota-list shows them."
                        : matching.isEmpty()
                                ? "There is no budget '" + bucket + "' of " + network + "; it has " + names + "."
                                : "There are several budgets '" + bucket + "' of " + network + "; say which: " + names
                                        + ".");
    }

    private static String name(QuotaLimit limit) {
        return limit.bucket() + "@" + limit.scope();
    }
}
