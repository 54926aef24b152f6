package org.parvis.network.facebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.parvis.model.ItemKind;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.KnownItem;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.TokenGrant;
import org.parvis.spi.WebhookSubscription;
import org.parvis.spi.http.HttpRequest;

/** Everything the bundle sends, judged by what Meta generates its own libraries from. */
class DescribedRequestsTest {

    private static final String PAGE = "9000000001";

    private final FacebookNetwork network = new FacebookNetwork();
    private final List<HttpRequest> sent = new ArrayList<>();

    @Test
    void everyRequestIsDescribed(@TempDir Path home) throws Exception {
        DescribedRequests described = DescribedRequests.ofFacebook(DescribedRequestsTest::type);
        Path archive = home.resolve("archive.jsonl");
        Files.writeString(archive, SimulatorContractTest.ARCHIVE);
        try (SimulatedFacebook facebook =
                SimulatedFacebook.start(SimulatedFacebook.options(home.resolve("state"), archive))) {
            facebook.at("2026-11-20T10:00:00Z");
            linking(facebook);
            reading(facebook);
            answering(facebook);
            publishing(facebook);
        }
        Set<String> problems = new TreeSet<>();
        for (HttpRequest request : sent) {
            problems.addAll(described.problems(request));
        }
        assertThat(problems).isEmpty();
        assertThat(described.unused()).isEmpty();
        assertThat(sent.stream().map(HttpRequest::operation).distinct().count()).isGreaterThanOrEqualTo(33);
    }

    private FakeCall call(SimulatedFacebook facebook) throws Exception {
        return facebook.callAs("Acme");
    }

    private void linking(SimulatedFacebook facebook) throws Exception {
        FakeCall linking = facebook.call(facebook.authorise("*"));
        TokenGrant grant = new TokenGrant(linking.token, null, null, Set.of());
        network.accountLinker().exchange(linking, grant);
        network.accountLinker().listAccounts(linking);
        network.accountLinker().revoke(linking, grant);
        sent.addAll(linking.requests);
    }

    private void reading(SimulatedFacebook facebook) throws Exception {
        FakeCall call = call(facebook);
        for (int i = 0; i < 9; i++) {
            facebook.stranger("{'author':'jo','text':'c','inReplyTo':'9000000001_1000'}");
            facebook.stranger("{'kind':'direct-message','author':'jo','to':'Acme','text':'m'}");
        }
        for (InboxFeed feed : network.inboxSource().orElseThrow().feeds()) {
            String cursor = null;
            boolean complete = false;
            while (!complete) {
                var page = network.inboxSource().orElseThrow().fetch(call, feed, new FetchWindow(cursor, null, 5));
                cursor = page.nextCursor();
                complete = page.complete();
            }
            network.inboxSource().orElseThrow().fetch(call, feed, new FetchWindow(cursor, null, 5));
        }
        network.inboxSource().orElseThrow().recheckItems(
                        call,
                        List.of(
                                new KnownItem(new RemoteId("1000_1001"), ItemKind.COMMENT, false),
                                new KnownItem(new RemoteId("9000000001_1000"), ItemKind.COMMENT, true)));
        network.timelineSource().orElseThrow().fetch(call, new FetchWindow(null, null, 50));
        Instant from = Instant.parse("2026-11-10T00:00:00Z");
        network.analyticsSource().orElseThrow().collect(call, new MetricQuery(List.of(), from, call.now));
        network.analyticsSource()
                .orElseThrow()
                .collect(call, new MetricQuery(List.of(new RemoteId("9000000001_1000")), from, call.now));
        var hook = new WebhookSubscription(java.net.URI.create("https://parvis.example/hook"), "v", "s");
        network.webhookSubscriber().orElseThrow().subscribe(call, hook);
        network.webhookSubscriber().orElseThrow().describe(call, hook);
        network.webhookSubscriber().orElseThrow().unsubscribe(call, hook);
        sent.addAll(call.requests);
    }

    private void answering(SimulatedFacebook facebook) throws Exception {
        FakeCall call = call(facebook);
        var responder = network.responder().orElseThrow();
        ReplyTarget comment = new ReplyTarget(
                new RemoteId("1000_1001"),
                ItemKind.COMMENT,
                new RemoteId("1000_1001"),
                new RemoteId("77"),
                "jo",
                call.now);
        ReplyTarget message = new ReplyTarget(
                new RemoteId("m_2001"),
                ItemKind.DIRECT_MESSAGE,
                new RemoteId("77"),
                new RemoteId("77"),
                "jo",
                call.now.minusSeconds(90_000));
        responder.reply(call, comment, OutboundMessage.ofText("a"));
        responder.reply(call, message, OutboundMessage.ofText("b"));
        responder.replyPrivately(call, comment, OutboundMessage.ofText("c"));
        responder.like(call, comment, true);
        responder.like(call, comment, false);
        responder.hide(call, comment, true);
        responder.remove(call, comment);
        sent.addAll(call.requests);
    }

    private void publishing(SimulatedFacebook facebook) throws Exception {
        FakeCall call = call(facebook);
        var publisher = network.publisher().orElseThrow();
        var picture = call.file("image/png", new byte[10]);
        var film = call.file("video/mp4", new byte[10]);
        Map<String, String> later = Map.of("scheduledAt", "\"2026-11-21T10:00:00Z\"");
        List<Variant> variants = List.of(
                Variant.ofText("plain"),
                new Variant("text", "later", List.of(), later, null),
                new Variant("link", "link", List.of(), Map.of("link", "\"https://example.com\""), null),
                new Variant("image", "image", List.of(picture), later, null),
                new Variant("images", "images", List.of(picture, picture), Map.of(), null),
                new Variant("story", "", List.of(picture), Map.of(), null),
                new Variant("story", "", List.of(film), Map.of(), null),
                new Variant("reel", "reel", List.of(film), later, null),
                new Variant("video", "video", List.of(film), Map.of("title", "\"T\""), null));
        for (Variant variant : variants) {
            PublishOutcome outcome = publisher.publish(call, variant);
            for (int i = 0; i < 4 && outcome instanceof PublishOutcome.Pending pending; i++) {
                outcome = publisher.resume(call, variant, pending.token());
            }
            publisher.reconcile(call, variant, null, call.now);
            if (outcome instanceof PublishOutcome.Published out) {
                publisher.comment(call, out.id(), "first");
                publisher.edit(call, out.id(), Variant.ofText("changed"));
                publisher.retract(call, out.id());
            }
        }
        sent.addAll(call.requests);
    }

    private static String type(String id) {
        if (id.equals("me")) {
            return "User";
        }
        if (id.equals(PAGE)) {
            return "Page";
        }
        if (id.startsWith("t_")) {
            return "UnifiedThread";
        }
        return id.startsWith(PAGE + "_") ? "PagePost" : id.contains("_") ? "Comment" : "AdVideo";
    }
}
