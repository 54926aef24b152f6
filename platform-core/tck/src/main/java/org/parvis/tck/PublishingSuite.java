package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.ErrorKind;
import org.parvis.model.Idempotency;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.NetworkException;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.Sent;

/** Publishing that never doubles and never loses: in every format, and with the call ended at every place that matters. */
final class PublishingSuite extends Suite {
    private static final Set<ErrorKind> AWAY = Set.of(ErrorKind.NOT_FOUND, ErrorKind.GONE);

    PublishingSuite(Kit kit) {
        super("publishing", kit);
        for (ContentFormat format : kit.descriptor().formats()) {
            test("theFormat[" + format.id() + "]IsAccepted", s -> accepted(s, format));
            test("theFormat[" + format.id() + "]GoesOnAfterARestart", s -> restarted(s, format));
        }
        capability(
                Capability.PUBLISH,
                "aTextThatIsTooLongIsRejected",
                PublishingSuite::tooLong,
                s -> s.publisher().publish(s.call(), Variant.ofText(Subject.marker())));
        if (kit.descriptor().offers(Capability.PUBLISH)) {
            always();
            for (Wire.Cut cut : Wire.Cut.values()) {
                test("nothingDoublesWhenTheCallEnds[" + cut + "]", s -> killed(cut));
            }
        }
        lookups();
        afterwards();
    }

    private void always() {
        test(
                "anUnknownFormatIsRefused",
                s -> assertThat(Failures.kind(() -> s.publisher()
                                .publish(
                                        s.call(),
                                        new Variant("no-such-format", "x", List.of(), java.util.Map.of(), null))))
                        .isIn(ErrorKind.UNSUPPORTED, ErrorKind.CONTENT_REJECTED));
        test(
                "aForeignResumeTokenIsRefused",
                s -> assertThat(Failures.kind(() -> s.publisher()
                                .resume(s.call(), s.plain("x"), new ResumeToken("not-a-token-of-this-plugin"))))
                        .isNotIn(ErrorKind.DEFECT, ErrorKind.TRANSIENT));
        test("theSameIntentTwiceIsOnePost", this::twice);
        test("validatingIsPureAndRepeatable", s -> {
            Variant variant = s.plain("Hello " + Subject.marker());
            assertThat(s.publisher().validate(variant))
                    .isEqualTo(s.publisher().validate(variant))
                    .isEmpty();
            assertThat(s.publisher().measure("one two").length()).isBetween(1, 7);
        });
        test("aRefusedPublicationIsNotTriedAgain", PublishingSuite::onlyOnce);
    }

    private static void accepted(Subject s, ContentFormat format) throws Exception {
        String marker = Subject.marker();
        Instant before = s.simulator().clock().instant();
        PublishOutcome.Published published = s.publish(s.call(), s.variant(format, "Good morning " + marker));
        assertThat(s.simulator().seen(marker)).as("posts with the text").isEqualTo(1);
        assertThat(published.publishedAt())
                .isBetween(
                        before.minusSeconds(120),
                        s.simulator().clock().instant().plusSeconds(120));
    }

    private static void restarted(Subject s, ContentFormat format) throws Exception {
        String marker = Subject.marker();
        TckCall call = s.call();
        Variant variant = s.variant(format, "Good night " + marker);
        PublishOutcome outcome = s.publisher().publish(call, variant);
        for (int i = 0; outcome instanceof PublishOutcome.Pending pending && i < 50; i++) {
            byte[] stored = pending.token().value().getBytes(StandardCharsets.UTF_8);
            assertThat(stored.length).as("bytes of the token").isBetween(1, ResumeToken.MAX_LENGTH);
            assertThat(pending.pollAfter()).isPositive();
            assertThat(pending.expiresAt()).isAfter(s.simulator().clock().instant());
            s.restarted();
            s.simulator().advance(pending.pollAfter());
            ResumeToken read = new ResumeToken(new String(stored, StandardCharsets.UTF_8));
            outcome = s.publisher().resume(s.call(call.idempotencyKey()), variant, read);
        }
        assertThat(outcome).isInstanceOf(PublishOutcome.Published.class);
        assertThat(s.simulator().seen(marker)).as("posts with the text").isEqualTo(1);
    }

    private static void tooLong(Subject s) throws Exception {
        String marker = Subject.marker();
        int maximum = s.plainest().text().maximum();
        NetworkException refused =
                Failures.of(() -> s.publish(s.call(), s.plain(marker + " long".repeat(maximum / 5 + 10))));
        assertThat(refused.kind()).isEqualTo(ErrorKind.CONTENT_REJECTED);
        assertThat(refused.violations()).as("what is wrong, for the author").isNotEmpty();
        assertThat(refused.violations()).extracting(Violation::message).allMatch(message -> !message.isBlank());
        assertThat(s.simulator().seen(marker)).isZero();
    }

    private void twice(Subject s) throws Exception {
        String marker = Subject.marker();
        IdempotencyKey key = Subject.freshKey();
        Variant variant = s.plain("Once " + marker);
        s.publish(s.call(key), variant);
        Idempotency offered = kit.descriptor().idempotency();
        boolean safe = offered == Idempotency.NATIVE_KEY || offered == Idempotency.DETERMINISTIC_ID;
        if (safe) {
            s.publish(s.call(key), variant);
            assertThat(s.simulator().seen(marker)).as("posts with the text").isEqualTo(1);
            return;
        }
        s.settle();
        if (!kit.descriptor().offers(Capability.RECONCILE)) {
            throw new NotSimulatedException("The network offers nothing against publishing twice: a person decides");
        }
        assertThat(s.publisher()
                        .reconcile(
                                s.call(key),
                                variant,
                                s.lastToken(),
                                s.simulator().clock().instant().minusSeconds(600)))
                .as("what the platform asks instead of publishing twice")
                .isInstanceOf(Reconciliation.Found.class);
    }

    /** Neither where the network said that it did nothing, nor where it was not even reached. */
    private static void onlyOnce(Subject s) throws Exception {
        for (TckChannel.Happening happening : List.of(
                (TckChannel.Happening) (request, onward) -> TckChannel.answer(503, java.util.Map.of(), new byte[0]),
                (request, onward) -> onward.cut(Wire.Cut.BEFORE_CONNECT))) {
            TckCall call = s.call();
            call.meeting((request, onward) -> request.changing() ? happening.meet(request, onward) : onward.send());
            Variant variant = s.plain("Refused " + Subject.marker());
            assertThat(Failures.kind(() -> s.publisher().publish(call, variant)))
                    .isIn(ErrorKind.TRANSIENT, ErrorKind.OUTCOME_UNKNOWN);
            assertThat(call.channel().changing())
                    .as("changing requests of one call")
                    .hasSize(1);
        }
    }

    /** The call ends at the given place of each of its changing requests in turn; each time in a world of its own. */
    private void killed(Wire.Cut cut) throws Exception {
        int requests;
        try (Subject s = new Subject(kit)) {
            TckCall call = s.call();
            s.publish(call, s.plain("Probe " + Subject.marker()));
            requests = call.channel().changing().size();
        }
        assertThat(requests).as("changing requests of a publication").isPositive();
        for (int nth = 1; nth <= requests; nth++) {
            try (Subject s = new Subject(kit)) {
                killed(s, cut, nth);
            }
        }
    }

    private void killed(Subject s, Wire.Cut cut, int nth) throws Exception {
        String marker = Subject.marker();
        Variant variant = s.plain("Whatever happens " + marker);
        TckCall call = s.call();
        int[] met = {0};
        call.meeting((request, onward) -> request.changing() && ++met[0] == nth ? onward.cut(cut) : onward.send());
        Instant begun = s.simulator().clock().instant();
        try {
            s.publish(call, variant);
            assertThat(s.simulator().seen(marker)).as("posts after a success").isEqualTo(1);
            return;
        } catch (NetworkException failed) {
            int seen = s.simulator().seen(marker);
            assertThat(seen).as("posts after the call ended").isLessThanOrEqualTo(1);
            if (failed.kind() == ErrorKind.TRANSIENT) {
                assertThat(seen)
                        .as("posts although the plugin said that nothing was done")
                        .isZero();
                s.publish(s.call(call.idempotencyKey()), variant);
            } else {
                assertThat(failed.kind()).as("what an unheard change raises").isEqualTo(ErrorKind.OUTCOME_UNKNOWN);
                reconciled(s, call.idempotencyKey(), variant, begun, marker);
                return;
            }
        }
        assertThat(s.simulator().seen(marker)).as("posts after another try").isEqualTo(1);
    }

    private void reconciled(Subject s, IdempotencyKey key, Variant variant, Instant begun, String marker)
            throws Exception {
        int seen = s.simulator().seen(marker);
        s.settle();
        Reconciliation result = s.publisher().reconcile(s.call(key), variant, s.lastToken(), begun);
        if (!kit.descriptor().offers(Capability.RECONCILE)) {
            assertThat(result).isInstanceOf(Reconciliation.Unknown.class);
        } else if (result instanceof Reconciliation.Underway underway) {
            s.finish(s.call(key), variant, underway.publication());
            assertThat(s.simulator().seen(marker)).as("posts after it went on").isEqualTo(1);
        } else if (seen == 1) {
            assertThat(result).as("one is out").isInstanceOf(Reconciliation.Found.class);
        } else {
            assertThat(result).as("none is out").isInstanceOf(Reconciliation.NotFound.class);
        }
    }

    private void lookups() {
        capability(
                Capability.RECONCILE,
                "reconcilingFindsWhatIsOut",
                s -> {
                    IdempotencyKey key = Subject.freshKey();
                    Variant variant = s.plain("Found again " + Subject.marker());
                    Instant begun = s.simulator().clock().instant();
                    RemoteId id = s.publish(s.call(key), variant).id();
                    s.settle();
                    assertThat(s.publisher().reconcile(s.call(key), variant, null, begun))
                            .isInstanceOfSatisfying(
                                    Reconciliation.Found.class,
                                    found ->
                                            assertThat(found.publication().id()).isEqualTo(id));
                },
                PublishingSuite::reconcilesNothing);
        capability(
                Capability.RECONCILE,
                "reconcilingOnlyReadsAndTakesNoOtherPostForIt",
                s -> {
                    s.simulator().post("Something else " + Subject.marker());
                    s.publish(s.call(), s.plain("Something else again " + Subject.marker()));
                    s.settle();
                    TckCall call = s.call();
                    Instant begun = s.simulator().clock().instant().minusSeconds(300);
                    assertThat(s.publisher().reconcile(call, s.plain("Never sent " + Subject.marker()), null, begun))
                            .isInstanceOf(Reconciliation.NotFound.class);
                    assertThat(call.channel().changing()).isEmpty();
                },
                PublishingSuite::reconcilesNothing);
        capability(
                Capability.RECONCILE,
                "reconcilingDoesNotEndQuietlyWhenTheNetworkFails",
                s -> {
                    TckCall call = s.call();
                    call.meeting((request, onward) -> TckChannel.answer(500, java.util.Map.of(), new byte[0]));
                    Instant begun = s.simulator().clock().instant();
                    Variant variant = s.plain("Never sent " + Subject.marker());
                    assertThat(Failures.kind(() -> s.publisher().reconcile(call, variant, null, begun)))
                            .isEqualTo(ErrorKind.TRANSIENT);
                },
                PublishingSuite::reconcilesNothing);
    }

    /** Not declared, it says that it does not know. */
    private static void reconcilesNothing(Subject s) throws Exception {
        Instant now = s.simulator().clock().instant();
        assertThat(s.publisher().reconcile(s.call(), Variant.ofText("x"), null, now))
                .isInstanceOf(Reconciliation.Unknown.class);
        throw new NetworkException(ErrorKind.UNSUPPORTED, "It says that it does not know");
    }

    private void afterwards() {
        RemoteId nothing = new RemoteId("1");
        capability(
                Capability.RETRACT,
                "aPostIsTakenBack",
                s -> {
                    String marker = Subject.marker();
                    RemoteId id = s.publish(s.call(), s.plain("Not for long " + marker))
                            .id();
                    s.settle();
                    s.publisher().retract(s.call(), id);
                    assertThat(s.simulator().seen(marker)).isZero();
                },
                s -> s.publisher().retract(s.call(), nothing));
        capability(
                Capability.RETRACT,
                "takingBackWhatIsGoneDoesNoHarm",
                s -> {
                    RemoteId id = s.publish(s.call(), s.plain("Not for long " + Subject.marker()))
                            .id();
                    s.settle();
                    s.publisher().retract(s.call(), id);
                    try {
                        s.publisher().retract(s.call(), id);
                    } catch (NetworkException gone) {
                        assertThat(gone.kind()).isIn(AWAY);
                    }
                },
                s -> s.publisher().retract(s.call(), nothing));
        capability(
                Capability.EDIT,
                "aPostIsChanged",
                s -> {
                    String before = Subject.marker();
                    String after = Subject.marker();
                    RemoteId id =
                            s.publish(s.call(), s.plain("First " + before)).id();
                    s.settle();
                    s.publisher().edit(s.call(), id, s.plain("Then " + after));
                    assertThat(s.simulator().seen(after)).isEqualTo(1);
                    assertThat(s.simulator().seen(before)).isZero();
                },
                s -> s.publisher().edit(s.call(), nothing, Variant.ofText("x")));
        capability(
                Capability.FIRST_COMMENT,
                "theAccountCommentsOnItsPost",
                s -> {
                    String marker = Subject.marker();
                    RemoteId id = s.publish(s.call(), s.plain("A post " + Subject.marker()))
                            .id();
                    s.settle();
                    Sent sent = s.publisher().comment(s.call(), id, "And a comment " + marker);
                    assertThat(s.simulator().seen(marker)).isEqualTo(1);
                    assertThat(sent.id()).isNotEqualTo(id);
                },
                s -> s.publisher().comment(s.call(), nothing, "x"));
        capability(
                Capability.PUBLISH_THREAD,
                "aPostContinuesAThread",
                s -> {
                    String marker = Subject.marker();
                    RemoteId id = s.publish(s.call(), s.plain("One of two " + Subject.marker()))
                            .id();
                    s.simulator().advance(Duration.ofSeconds(1));
                    Variant plain = s.plain("Two of two " + marker);
                    Variant next = new Variant(plain.format(), plain.text(), plain.media(), plain.options(), id);
                    assertThat(s.publish(s.call(), next).id()).isNotEqualTo(id);
                    assertThat(s.simulator().seen(marker)).isEqualTo(1);
                },
                s -> s.publisher().publish(s.call(), new Variant("text", "x", List.of(), java.util.Map.of(), nothing)));
    }
}
