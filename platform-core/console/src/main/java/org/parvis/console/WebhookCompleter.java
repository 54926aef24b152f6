package org.parvis.console;

import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.parvis.api.network.WebhookService;
import org.parvis.api.network.WebhookService.WebhookState;

/** Completes ids of webhooks that were not understood, the latest ones. */
@Service
public final class WebhookCompleter implements Completer {
    private static final int SHOWN = 100;

    @Reference
    WebhookService webhooks;

    @Override
    public int complete(Session session, CommandLine line, List<String> candidates) {
        return new StringsCompleter(webhooks.webhooks(WebhookState.PARKED, SHOWN).stream()
                        .map(webhook -> webhook.id().toString())
                        .toList())
                .complete(session, line, candidates);
    }
}
