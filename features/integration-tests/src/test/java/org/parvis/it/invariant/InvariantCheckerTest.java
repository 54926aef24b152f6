package org.parvis.it.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.parvis.it.invariant.Finding.Kind.DOUBLED;
import static org.parvis.it.invariant.Finding.Kind.LOST;
import static org.parvis.it.invariant.Finding.Kind.NOT_AT_REST;
import static org.parvis.it.invariant.Finding.Kind.PHANTOM;
import static org.parvis.it.invariant.Finding.Kind.WRONG_FIGURE;
import static org.parvis.it.invariant.Finding.Kind.WRONG_STATE;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.parvis.it.invariant.Finding.Kind;

/** Every wrong state that the checker is there for is named, and a right one is not. */
class InvariantCheckerTest {
    private final List<NetworkRecord.Entry> network = new ArrayList<>();
    private final List<PlatformRecord.Account> accounts = new ArrayList<>(
            List.of(new PlatformRecord.Account("Brand", "OK"), new PlatformRecord.Account("Other", "OK")));
    private final List<PlatformRecord.Publication> publications = new ArrayList<>();
    private final List<PlatformRecord.Item> items = new ArrayList<>();
    private final List<PlatformRecord.Webhook> webhooks = new ArrayList<>();
    private final List<PlatformRecord.Obligation> obligations = new ArrayList<>();
    private final List<String> deviations = new ArrayList<>();
    private final Asked asked = new Asked();

    @Test
    void whatAgreesOnBothSidesGivesNothing() {
        asked.post("a", "Brand");
        accepted("1", "marker-a");
        publication("PUBLISHED", "marker-a", "1", "");
        asked.reply("b", "Brand");
        accepted("2", "marker-b");
        reply("SENT", "marker-b", "2");
        stranger("kim", "3", "@Brand hello marker-c");
        received("3", "@Brand hello marker-c");
        stranger("Brand", "4", "made by hand");
        publications.add(new PlatformRecord.Publication("Brand", false, "PUBLISHED", "made by hand", "4", ""));
        asked.webhook("d");
        webhooks.add(new PlatformRecord.Webhook("{\"text\":\"marker-d\"}", "UNDERSTOOD"));
        assertThat(findings()).isEmpty();
    }

    @Test
    void whatFailedWithAReasonAndIsNotThereGivesNothing() {
        asked.post("a", "Brand");
        publication("FAILED", "marker-a", null, "The network refused it.");
        assertThat(findings()).isEmpty();
    }

    @Test
    void aPostThatTheNetworkTookTwiceIsDoubled() {
        asked.post("a", "Brand");
        accepted("1", "marker-a");
        accepted("2", "marker-a");
        publication("PUBLISHED", "marker-a", "2", "");
        assertOnly(DOUBLED, "a");
    }

    @Test
    void aPostThatIsTwoPublicationsIsDoubled() {
        asked.post("a", "Brand");
        accepted("1", "marker-a");
        publication("PUBLISHED", "marker-a", "1", "");
        publications.add(new PlatformRecord.Publication("Brand", false, "PUBLISHED", "marker-a", "1", ""));
        assertOnly(DOUBLED, "a");
    }

    @Test
    void aPostThatWasAcknowledgedAndIsNowhereIsLost() {
        asked.post("a", "Brand");
        assertOnly(LOST, "a");
    }

    @Test
    void aPostThatFailedWithoutAReasonIsLost() {
        asked.post("a", "Brand");
        publication("FAILED", "marker-a", null, " ");
        assertOnly(LOST, "a");
    }

    @Test
    void aPublishedPostThatTheNetworkNeverTookIsAPhantom() {
        asked.post("a", "Brand");
        publication("PUBLISHED", "marker-a", "1", "");
        assertOnly(PHANTOM, "a");
    }

    @Test
    void aPostThatIsOutAndCalledFailedIsInAWrongState() {
        asked.post("a", "Brand");
        accepted("1", "marker-a");
        publication("HELD", "marker-a", null, "Nobody can find out.");
        assertOnly(WRONG_STATE, "a");
    }

    @Test
    void aPostWithTheIdOfAnotherIsInAWrongState() {
        asked.post("a", "Brand");
        accepted("1", "marker-a");
        publication("PUBLISHED", "marker-a", "7", "");
        assertOnly(WRONG_STATE, "a");
    }

    @Test
    void aPostThatWentOutAsSomebodyElseIsInAWrongState() {
        asked.post("a", "Other");
        accepted("1", "marker-a");
        publication("PUBLISHED", "marker-a", "1", "");
        assertOnly(WRONG_STATE, "a");
    }

    @Test
    void aPostThatIsStillUnknownIsNotAtRest() {
        asked.post("a", "Brand");
        accepted("1", "marker-a");
        publication("UNKNOWN", "marker-a", null, "");
        assertOnly(NOT_AT_REST, "a");
    }

    @Test
    void aPostThatNobodyAskedForIsAPhantom() {
        accepted("1", "marker-a");
        assertOnly(PHANTOM, "1");
    }

    @Test
    void aPublicationThatNobodyMadeIsAPhantom() {
        publications.add(new PlatformRecord.Publication("Brand", false, "PUBLISHED", "never", "9", ""));
        assertOnly(PHANTOM, "9");
    }

    @Test
    void aPostMadeOnTheNetworkThatIsNoPublicationIsLost() {
        stranger("Brand", "4", "made by hand marker-n");
        assertOnly(LOST, "n");
    }

    @Test
    void anAnswerThatWentOutTwiceIsDoubled() {
        asked.reply("b", "Brand");
        accepted("1", "marker-b");
        accepted("2", "marker-b");
        reply("SENT", "marker-b", "1");
        assertOnly(DOUBLED, "b");
    }

    @Test
    void anAnswerThatIsTwoItemsIsDoubled() {
        asked.reply("b", "Brand");
        accepted("1", "marker-b");
        reply("SENT", "marker-b", "1");
        items.add(new PlatformRecord.Item("Brand", "OWN", "marker-b", "1", null, ""));
        assertOnly(DOUBLED, "b");
    }

    @Test
    void anAnswerThatIsOutAndHeldIsInAWrongState() {
        asked.reply("b", "Brand");
        accepted("1", "marker-b");
        reply("HELD", "marker-b", null);
        assertOnly(WRONG_STATE, "b");
    }

    @Test
    void aMessageThatIsNotInTheInboxIsLost() {
        stranger("kim", "3", "@Brand hello marker-c");
        assertOnly(LOST, "c");
    }

    @Test
    void aMessageThatIsInAnotherInboxOnlyIsLostThereAndAPhantomHere() {
        stranger("kim", "3", "@Brand hello marker-c");
        items.add(new PlatformRecord.Item("Other", "RECEIVED", "@Brand hello marker-c", "3", null, ""));
        assertThat(findings()).extracting(Finding::kind).containsExactlyInAnyOrder(LOST, PHANTOM);
    }

    @Test
    void aMessageThatIsThereTwiceIsDoubled() {
        stranger("kim", "3", "@Brand hello marker-c");
        received("3", "@Brand hello marker-c");
        received("3", "@Brand hello marker-c");
        assertOnly(DOUBLED, "c");
    }

    @Test
    void aMessageThatIsTakenForMereContextIsInAWrongState() {
        stranger("kim", "3", "@Brand hello marker-c");
        items.add(new PlatformRecord.Item("Brand", "CONTEXT", "@Brand hello marker-c", "3", null, ""));
        assertOnly(WRONG_STATE, "c");
    }

    @Test
    void aMessageWithAnotherTextIsInAWrongState() {
        stranger("kim", "3", "@Brand hello marker-c");
        received("3", "@Brand");
        assertOnly(WRONG_STATE, "c");
    }

    @Test
    void aMessageThatNobodyWroteIsAPhantom() {
        received("8", "@Brand hello");
        assertOnly(PHANTOM, "8");
    }

    @Test
    void aWebhookThatWasAnsweredAndIsNotStoredIsLost() {
        asked.webhook("d");
        assertOnly(LOST, "d");
    }

    @Test
    void aWebhookThatIsStoredTwiceIsDoubled() {
        asked.webhook("d");
        webhooks.add(new PlatformRecord.Webhook("marker-d", "UNDERSTOOD"));
        webhooks.add(new PlatformRecord.Webhook("marker-d", "UNDERSTOOD"));
        assertOnly(DOUBLED, "d");
    }

    @Test
    void aWebhookThatIsParkedIsInAWrongStateAndOneThatWaitsIsNotAtRest() {
        asked.webhook("d");
        asked.webhook("e");
        webhooks.add(new PlatformRecord.Webhook("marker-d", "PARKED"));
        webhooks.add(new PlatformRecord.Webhook("marker-e", "RECEIVED"));
        assertThat(findings()).extracting(Finding::kind).containsExactlyInAnyOrder(WRONG_STATE, NOT_AT_REST);
    }

    @Test
    void openWorkThatSomebodyWaitsForIsNotAtRest() {
        obligations.add(new PlatformRecord.Obligation("inbox.fetch", "always there", "READY", ""));
        obligations.add(new PlatformRecord.Obligation("publishing.publish", "p", "WAITING", "The network is away"));
        assertOnly(NOT_AT_REST, "p");
    }

    @Test
    void anAccountThatMustBeLinkedAgainIsInAWrongState() {
        accounts.set(0, new PlatformRecord.Account("Brand", "RELINK_REQUIRED"));
        assertOnly(WRONG_STATE, "Brand");
    }

    @Test
    void sumsThatDoNotComeOutAreWrongFigures() {
        deviations.add("the hours of @Brand add up to 3 received and 0 own, the figures know 2 and 0");
        assertOnly(WRONG_FIGURE, "sums");
    }

    private void accepted(String remoteId, String text) {
        network.add(new NetworkRecord.Entry(true, "createPosts", "Brand", remoteId, text));
    }

    private void stranger(String author, String remoteId, String text) {
        network.add(new NetworkRecord.Entry(false, "strangers/post", author, remoteId, text));
    }

    private void publication(String state, String text, @Nullable String remoteId, String reason) {
        publications.add(new PlatformRecord.Publication("Brand", true, state, text, remoteId, reason));
    }

    private void reply(String state, String text, @Nullable String remoteId) {
        items.add(new PlatformRecord.Item("Brand", "OWN", text, remoteId, state, "because"));
    }

    private void received(String remoteId, String text) {
        items.add(new PlatformRecord.Item("Brand", "RECEIVED", text, remoteId, null, ""));
    }

    private List<Finding> findings() {
        return InvariantChecker.check(
                new NetworkRecord(network),
                new PlatformRecord(accounts, publications, items, webhooks, obligations, deviations),
                asked);
    }

    private void assertOnly(Kind kind, String subject) {
        assertThat(findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(kind);
            assertThat(finding.subject()).isEqualTo(subject);
            assertThat(finding.toString()).startsWith(kind + " " + subject + ": ");
        });
    }
}
