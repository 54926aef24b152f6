package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkException;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.http.HttpResponse;
import org.parvis.toolkit.json.Json;

/** Networks add, drop and retype what they send at any time; people write what they like. */
final class ToleranceSuite extends Suite {
    /** A family of code points joined to one picture, a flag, two directions, a combining accent, a letter of two units. */
    private static final String ODD =
            "\uD83D\uDC69\u200D\uD83D\uDC69\u200D\uD83D\uDC67 \uD83C\uDDEB\uD83C\uDDF7 \u05E9\u05DC\u05D5\u05DD "
                    + "\u0645\u0631\u062D\u0628\u0627 e\u0301t\u00E9 \uD835\uDD4F \u4F60\u597D";

    /** What some networks escape; how it is read is theirs to say, that a post with it is found again is not. */
    private static final String MARKUP = " & < > \" '";

    private static final List<String> ODD_BODIES = List.of(
            "{}", "[]", "null", "\"text\"", "7", "{\"data\":null}", "{\"data\":\"text\"}", "{\"data\":[null,7,{}]}");

    ToleranceSuite(Kit kit) {
        super("tolerance", kit);
        for (InboxFeed feed : Reading.feeds(kit.descriptor())) {
            test("unknownMembersChangeNothing[" + feed + "]", s -> unknownMembers(s, feed));
            test("oddTextsAreReadAsWritten[" + feed + "]", s -> oddText(s, feed));
            oddBodies(feed.name(), s -> s.inbox().fetch(odd(s), feed, all()));
        }
        if (kit.descriptor().offers(Capability.TIMELINE)) {
            oddBodies("TIMELINE", s -> s.timeline().fetch(odd(s), all()));
        }
        if (kit.descriptor().offers(Capability.ANALYTICS_PUBLICATION)) {
            oddBodies("ANALYTICS", s -> {
                Instant now = s.simulator().clock().instant();
                s.analytics().collect(odd(s), new MetricQuery(List.of(new RemoteId("1")), now, now));
            });
        }
        oddBodies(
                "LINKING",
                s -> s.plugin()
                        .accountLinker()
                        .listAccounts(
                                s.linkingCall(s.simulator().account().grant()).meeting(strange())));
        if (kit.descriptor().offers(Capability.PUBLISH)) {
            test("unknownMembersDoNotHinderPublishing", s -> {
                String marker = Subject.marker();
                TckCall call = s.call().meeting((request, onward) -> enriched(onward.send()));
                s.publish(call, s.plain("Tolerant " + marker));
                assertThat(s.simulator().seen(marker)).isEqualTo(1);
            });
            test("oddTextsArePublishedAndFoundAgain", this::publishOdd);
        }
    }

    private static FetchWindow all() {
        return new FetchWindow(null, null, Reading.LIMIT);
    }

    private static void unknownMembers(Subject s, InboxFeed feed) throws Exception {
        String marker = Subject.marker();
        Reading.fill(s, feed, "Plain " + marker, 2);
        s.settle();
        List<InboxItem> plain = s.inbox().fetch(s.call(), feed, all()).items();
        TckCall call = s.call().meeting((request, onward) -> enriched(onward.send()));
        List<InboxItem> rich = s.inbox().fetch(call, feed, all()).items();
        assertThat(rich.stream().map(InboxItem::id).toList())
                .isEqualTo(plain.stream().map(InboxItem::id).toList());
        assertThat(rich.stream().map(InboxItem::text).toList())
                .isEqualTo(plain.stream().map(InboxItem::text).toList());
    }

    /** The answer with members in every object that nobody has heard of. */
    private static HttpResponse enriched(HttpResponse answer) {
        Optional<JsonNode> document = Json.parse(answer.body());
        if (document.isEmpty()) {
            return answer;
        }
        enrich(document.get());
        return new HttpResponse(answer.status(), answer.headers(), Json.bytes(document.get()));
    }

    private static void enrich(JsonNode node) {
        node.forEach(ToleranceSuite::enrich);
        if (node instanceof ObjectNode object && !isMap(object)) {
            object.putNull("tck_unknown_null").put("tck_unknown_text", "NEW_VALUE");
            object.putObject("tck_unknown_object").putArray("of").add(1);
        }
    }

    /** Objects whose members are all objects may be a map of things by their id; there a new member would be a thing. */
    private static boolean isMap(ObjectNode object) {
        return !object.isEmpty()
                && object.properties().stream()
                        .allMatch(member -> member.getValue().isObject());
    }

    private static void oddText(Subject s, InboxFeed feed) throws Exception {
        String marker = Subject.marker();
        Reading.fill(s, feed, ODD + " " + marker, 1);
        s.settle();
        assertThat(Reading.one(s, feed, marker).text()).contains(ODD);
    }

    private void oddBodies(String where, Body reading) {
        for (String body : ODD_BODIES) {
            test("anOddAnswerBreaksNothing[" + where + " " + body + "]", s -> {
                s.call();
                answer = body;
                try {
                    reading.run(s);
                } catch (NetworkException refused) {
                    assertThat(refused.kind()).isNotEqualTo(ErrorKind.DEFECT);
                }
            });
        }
    }

    private String answer = "";

    private TckChannel.Happening strange() {
        return (request, onward) -> TckChannel.answer(200, Map.of(), answer.getBytes(StandardCharsets.UTF_8));
    }

    private TckCall odd(Subject s) throws Exception {
        return s.call().meeting(strange());
    }

    private void publishOdd(Subject s) throws Exception {
        String marker = Subject.marker();
        IdempotencyKey key = Subject.freshKey();
        Instant begun = s.simulator().clock().instant();
        Variant variant = s.plain(ODD + MARKUP + " " + marker);
        s.publish(s.call(key), variant);
        assertThat(s.simulator().seen(marker)).isEqualTo(1);
        if (kit.descriptor().offers(Capability.RECONCILE)) {
            s.settle();
            assertThat(s.publisher().reconcile(s.call(key), variant, null, begun))
                    .isInstanceOf(Reconciliation.Found.class);
        }
    }
}
