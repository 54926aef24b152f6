package org.parvis.network.youtube;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parvis.model.ErrorKind;
import org.parvis.model.RemoteId;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookReply;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;
import org.parvis.toolkit.signature.Signatures;

/** What the WebSub hub pushes: films that are new, changed or gone. Comments are not pushed. */
final class YoutubeWebhooks implements WebhookReceiver {
    static final String PROOF = "proof";
    private static final String SIGNATURE = "x-hub-signature";
    private static final String ALGORITHM = "sha1=";

    /** The hub asks whether we meant to begin or to end a subscription. */
    @Override
    public Optional<WebhookReply> handshake(WebhookRequest request, String secret) {
        Optional<String> mode = request.parameter("hub.mode");
        boolean asked = request.method().equals("GET")
                && mode.filter(m -> m.equals("subscribe") || m.equals("unsubscribe"))
                        .isPresent();
        if (!asked || secret.isEmpty()) {
            return Optional.empty();
        }
        Optional<HubTopic> topic = request.parameter("hub.topic").flatMap(HubTopic::read);
        byte[] given = request.parameter(PROOF).orElse("").getBytes(StandardCharsets.UTF_8);
        boolean ours = topic.map(t -> Signatures.equal(t.proof(secret).getBytes(StandardCharsets.UTF_8), given))
                .orElse(false);
        return ours
                ? request.parameter("hub.challenge")
                        .map(challenge -> new WebhookReply("text/plain", challenge.getBytes(StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    @Override
    public boolean verify(WebhookRequest request, String secret) {
        String given = request.header(SIGNATURE).orElse("");
        if (!given.startsWith(ALGORITHM) || secret.isEmpty()) {
            return false;
        }
        byte[] hash = Signatures.fromHex(given.substring(ALGORITHM.length()));
        return Signatures.equal(HubSignature.of(secret, request.body()), hash);
    }

    /** A film that is new or changed is fetched with its comments; one that is gone is gone, if it was known. */
    @Override
    public List<WebhookSignal> parse(WebhookRequest request) throws NetworkException {
        List<AtomFeed.Event> events = AtomFeed.read(new String(request.body(), StandardCharsets.UTF_8))
                .orElseThrow(() -> new NetworkException(ErrorKind.UNSUPPORTED, "The webhook's body is no Atom feed"));
        List<WebhookSignal> signals = new ArrayList<>();
        for (AtomFeed.Event event : events) {
            RemoteId channel = new RemoteId(event.channel());
            signals.add(
                    event.deleted()
                            ? new WebhookSignal.ItemRemoved(channel, new RemoteId(event.video()))
                            : new WebhookSignal.Resync(channel, InboxFeed.COMMENTS));
        }
        return signals;
    }
}
