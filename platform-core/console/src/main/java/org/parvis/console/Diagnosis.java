package org.parvis.console;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.jspecify.annotations.Nullable;
import org.parvis.api.PageRequest;
import org.parvis.api.Slice;
import org.parvis.api.account.Account;
import org.parvis.api.account.AccountService;
import org.parvis.api.account.WebhookStanding;
import org.parvis.api.network.WebhookService;
import org.parvis.api.network.WebhookService.WebhookState;
import org.parvis.api.publishing.PublicationQuery;
import org.parvis.api.publishing.PublicationState;
import org.parvis.api.publishing.PublicationView;
import org.parvis.api.publishing.PublishingService;
import org.parvis.api.workspace.Caller;
import org.parvis.api.workspace.Workspace;
import org.parvis.model.AccountState;
import org.parvis.model.UnavailableException;

/** Collects what is wrong, each with what to do next. What cannot be looked at is a finding too, and hides no other. */
final class Diagnosis {
    private static final int SHOWN = 20;

    /** What failed before is history, which nobody has to clear away. */
    private static final Duration RECENT = Duration.ofDays(1);

    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("Networks", "social:network-list"),
            Map.entry("Installed networks", "social:network-list"),
            Map.entry("Outbox", "social:outbox-list"),
            Map.entry("Store", "see the sentence; the log of the database lies in the home, under store"),
            Map.entry("Disk", "make room where the folder lies, or move it"),
            Map.entry("Services", "wait a moment; if it stays, read log/karaf.log"),
            Map.entry(
                    "Vault", "put the key file back from its copy; social:credentials-rotate --dry-run shows the keys"),
            Map.entry("Budgets", "social:quota-list"));

    private final List<Finding> findings = new ArrayList<>();

    /**
     * One thing that is wrong.
     *
     * @param action what to do next: a command, or a sentence
     */
    record Finding(String where, String status, String message, String action) {}

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** What the checks say that is not well. */
    void checks(List<HealthCheckExecutionResult> results) {
        for (HealthCheckExecutionResult result : results) {
            Result outcome = result.getHealthCheckResult();
            if (outcome.isOk()) {
                continue;
            }
            String name = String.valueOf(result.getHealthCheckMetadata().getTitle());
            for (ResultLog.Entry entry : outcome) {
                if (entry.getStatus() != Result.Status.OK) {
                    findings.add(new Finding(
                            name, entry.getStatus().name(), entry.getMessage(), action(name, entry.getMessage())));
                }
            }
        }
    }

    /** A check of one network is called by it. */
    private static String action(String name, String message) {
        int command = message.indexOf("social:");
        if (command >= 0) {
            return message.substring(command).replaceFirst("[.]$", "");
        }
        return name.startsWith("Network ")
                ? "social:network-show " + name.substring("Network ".length())
                : ACTIONS.getOrDefault(name, "read log/karaf.log");
    }

    void configuration(List<Map<String, Object>> wrong) {
        for (Map<String, Object> each : wrong) {
            String key = String.valueOf(each.get("key"));
            findings.add(new Finding(
                    each.get("file") + (key.isEmpty() ? "" : ", " + key),
                    "CONFIGURATION",
                    String.valueOf(each.get("message")),
                    "mend " + each.get("file")));
        }
    }

    /** Accounts, publications and what networks push, of every workspace. */
    void workspaces(
            List<Workspace> workspaces,
            AccountService accounts,
            PublishingService publishing,
            String operator,
            Instant now) {
        for (Workspace workspace : workspaces) {
            Caller caller = Caller.operator(workspace.id(), operator);
            look(
                    workspace.name() + ": accounts",
                    () -> AllAccounts.of(accounts, caller)
                            .forEach(account -> account(workspace, account, accounts, caller)));
            look(
                    workspace.name() + ": publications",
                    () -> publications(workspace, publishing, caller, PublicationState.HELD, null));
            look(
                    workspace.name() + ": publications",
                    () -> publications(workspace, publishing, caller, PublicationState.FAILED, now.minus(RECENT)));
        }
    }

    private void account(Workspace workspace, Account account, AccountService accounts, Caller caller) {
        String where = workspace.name() + ": " + account.network() + " @" + account.handle();
        if (account.state() != AccountState.OK && account.state() != AccountState.PAUSED) {
            findings.add(new Finding(where, account.state().name(), account.reason(), action(account)));
        }
        WebhookStanding webhook = accounts.webhook(caller, account.id());
        if (webhook.state() == WebhookStanding.State.FAILED) {
            findings.add(new Finding(
                    where, "WEBHOOKS", webhook.reason(), "social:subscription-list; it is tried again by itself"));
        }
    }

    private static String action(Account account) {
        return switch (account.state()) {
            case RELINK_REQUIRED -> "link it again, as the same account: social:account-relink-url " + account.handle();
            case EXPIRING -> "link it again before it ends: social:account-relink-url " + account.handle();
            case LIMITED -> "grant the permission at the network, or link it again";
            default -> "social:account-show " + account.handle();
        };
    }

    private void publications(
            Workspace workspace,
            PublishingService publishing,
            Caller caller,
            PublicationState state,
            @Nullable Instant from) {
        Slice<PublicationView> found = publishing.publications(
                caller, new PublicationQuery(null, null, state, null, from, null, new PageRequest(null, SHOWN)));
        for (PublicationView publication : found.items()) {
            findings.add(new Finding(
                    workspace.name() + ": publication " + publication.id(),
                    state.name(),
                    publication.reason(),
                    "social:publication-explain " + publication.id()));
        }
        if (found.next() != null) {
            findings.add(new Finding(
                    workspace.name() + ": publications",
                    state.name(),
                    "There are more than these " + SHOWN + ".",
                    "social:publication-list --state " + state));
        }
    }

    /** What networks pushed and nobody could make sense of. */
    void webhooks(WebhookService webhooks) {
        look("Webhooks", () -> {
            int parked = webhooks.webhooks(WebhookState.PARKED, SHOWN).size();
            if (parked > 0) {
                findings.add(new Finding(
                        "Webhooks",
                        "PARKED",
                        (parked < SHOWN ? parked : parked + " or more") + " could not be understood.",
                        "social:webhook-list, and social:webhook-replay when the network was mended"));
            }
        });
    }

    /** Looks at something that may be away; that it is away is then what is found. */
    void look(String what, Runnable look) {
        try {
            look.run();
        } catch (UnavailableException away) {
            findings.add(new Finding(
                    what,
                    "UNAVAILABLE",
                    "This cannot be looked at: " + away.getMessage(),
                    "mend what else is found, then run social:doctor again"));
        }
    }
}
