package org.parvis.engine.ingress;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.network.WebhookIngress;
import org.parvis.api.workspace.AuditTrail;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.outbox.Outbox;
import org.parvis.engine.registry.NetworkSettings;
import org.parvis.model.NetworkId;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookReply;
import org.parvis.spi.WebhookRequest;
import org.parvis.store.Database;
import org.parvis.store.Identifiers;

/** Verifies a request with the network's plugin and commits it before it is answered. A repeated body is answered only. */
@Component
public final class StoringWebhookIngress implements WebhookIngress {
    static final int LONGEST_BODY = 1024 * 1024;
    private static final Answer TAKEN = new Answer("text/plain", "".getBytes(StandardCharsets.UTF_8));

    private final NetworkCalls calls;
    private final NetworkSettings settings;
    private final Clock clock;
    private final WebhookWriter writer;
    private final ForgeryLog forgeries;

    @Activate
    public StoringWebhookIngress(
            @Reference(target = "(schema=engine)") Database database,
            @Reference Outbox outbox,
            @Reference NetworkCalls calls,
            @Reference NetworkSettings settings,
            @Reference AuditTrail audit,
            @Reference(target = "(clock=business)") Clock clock) {
        this.calls = calls;
        this.settings = settings;
        this.clock = clock;
        writer = new WebhookWriter(database, outbox);
        forgeries = new ForgeryLog(database, audit, clock);
    }

    @Deactivate
    void stop() {
        writer.stop();
    }

    /** What the plugin says to a request: a challenge is answered at once. */
    private record Verdict(boolean takesWebhooks, Optional<WebhookReply> challenge, boolean genuine) {}

    @Override
    public Answer receive(
            NetworkId network,
            String method,
            Map<String, List<String>> headers,
            Map<String, List<String>> query,
            byte[] body,
            String origin) {
        if (body.length > LONGEST_BODY) {
            throw ProblemException.invalid(
                    "body", "size", "The body has " + body.length + " bytes; at most " + LONGEST_BODY + " are taken.");
        }
        WebhookRequest request = new WebhookRequest(method, headers, query, body, clock.instant());
        Verdict verdict = ask(network, request);
        if (!verdict.takesWebhooks()) {
            throw new ProblemException(Problem.NOT_FOUND, "This network takes no webhooks.");
        }
        if (verdict.challenge().isPresent()) {
            return new Answer(
                    verdict.challenge().get().contentType(),
                    verdict.challenge().get().body());
        }
        if (!verdict.genuine()) {
            forgeries.forged(network, origin);
            throw new ProblemException(Problem.FORBIDDEN, "The signature is wrong.");
        }
        writer.store(new RawWebhook(Identifiers.next(), network, request, hash(body), origin));
        return TAKEN;
    }

    private Verdict ask(NetworkId network, WebhookRequest request) {
        NetworkSettings.Application application = settings.application(network);
        String secret = application.signingSecret();
        String earlier = application.earlierSecret();
        try {
            Verdict verdict = calls.pure(network, plugin -> verdict(plugin, request, secret));
            boolean refused = verdict.takesWebhooks() && verdict.challenge().isEmpty() && !verdict.genuine();
            // While a secret is being changed, the network signs with either.
            return refused && !earlier.isBlank()
                    ? calls.pure(network, plugin -> verdict(plugin, request, earlier))
                    : verdict;
        } catch (NetworkAbsentException e) {
            throw switch (e.state()) {
                case ABSENT -> new ProblemException(Problem.NOT_FOUND, "This network takes no webhooks.");
                default ->
                    new ProblemException(Problem.UNAVAILABLE, "The network cannot be reached just now; send it again.");
            };
        } catch (NetworkException e) {
            throw new ProblemException(
                    Problem.UNAVAILABLE, "The request could not be checked just now; send it again.");
        }
    }

    /** Without a secret nothing is genuine: an empty key would let anybody sign. */
    private static Verdict verdict(NetworkPlugin plugin, WebhookRequest request, String secret) {
        Optional<WebhookReceiver> receiver = plugin.webhookReceiver();
        if (receiver.isEmpty()) {
            return new Verdict(false, Optional.empty(), false);
        }
        if (secret.isBlank()) {
            return new Verdict(true, Optional.empty(), false);
        }
        Optional<WebhookReply> challenge = receiver.get().handshake(request, secret);
        return new Verdict(
                true, challenge, challenge.isEmpty() && receiver.get().verify(request, secret));
    }

    private static byte[] hash(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime lacks SHA-256", e);
        }
    }
}
