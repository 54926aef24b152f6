package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.parvis.model.Capability;
import org.parvis.model.ErrorKind;
import org.parvis.spi.NetworkException;
import org.parvis.spi.WebhookReceiver;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.WebhookSignal;

/** What a network pushes is believed only with its signature, and understood without any I/O. */
final class WebhookSuite extends Suite {
    private final List<WebhookSample> samples;

    WebhookSuite(Kit kit) throws Exception {
        super("webhook", kit);
        if (!kit.descriptor().offers(Capability.WEBHOOKS)) {
            samples = List.of();
            test(
                    "thereIsNoReceiver",
                    s -> assertThat(s.plugin().webhookReceiver()).isEmpty());
            return;
        }
        samples = kit.tck().webhookSamples();
        test("thereAreSamples", s -> {
            if (samples.isEmpty()) {
                throw new NotSimulatedException("The author gives no webhook samples");
            }
            assertThat(samples).extracting(WebhookSample::name).doesNotHaveDuplicates();
        });
        for (WebhookSample sample : samples) {
            test("isUnderstood[" + sample.name() + "]", s -> understood(receiver(s), sample));
        }
        if (!samples.isEmpty()) {
            forged(samples.get(0));
            repeated();
        }
        handshakes();
        oddBodies();
    }

    private static WebhookReceiver receiver(Subject s) throws Exception {
        return s.plugin().webhookReceiver().orElseThrow(() -> new FacetMissingException("webhook receiver"));
    }

    private static void understood(WebhookReceiver receiver, WebhookSample sample) throws Exception {
        assertThat(receiver.verify(sample.request(), sample.secret()))
                .as("the right signature")
                .isTrue();
        List<WebhookSignal> signals = receiver.parse(sample.request());
        assertThat(signals).hasSameSizeAs(sample.expected());
        for (int i = 0; i < signals.size(); i++) {
            assertThat(signals.get(i)).isInstanceOf(sample.expected().get(i));
            assertThat(signals.get(i).account().value()).isNotBlank();
        }
    }

    private void forged(WebhookSample sample) {
        test("aChangedBodyIsRefused", s -> {
            byte[] body = sample.request().body().clone();
            body[body.length / 2] ^= 1;
            assertThat(receiver(s)
                            .verify(with(sample.request(), sample.request().headers(), body), sample.secret()))
                    .isFalse();
        });
        test(
                "anotherSecretIsRefused",
                s -> assertThat(receiver(s).verify(sample.request(), sample.secret() + "x"))
                        .isFalse());
        test(
                "aMissingSignatureIsRefused",
                s -> assertThat(receiver(s)
                                .verify(
                                        with(
                                                sample.request(),
                                                Map.of(),
                                                sample.request().body()),
                                        sample.secret()))
                        .isFalse());
        test("anUnreadableSignatureIsRefused", s -> {
            Map<String, List<String>> headers =
                    new LinkedHashMap<>(sample.request().headers());
            headers.replaceAll((name, values) ->
                    name.toLowerCase(Locale.ROOT).contains("signature") ? List.of("sha256=zz\u00e9") : values);
            assertThat(receiver(s)
                            .verify(
                                    with(
                                            sample.request(),
                                            headers,
                                            sample.request().body()),
                                    sample.secret()))
                    .isFalse();
        });
        test(
                "anEmptySecretVerifiesNothing",
                s -> assertThat(receiver(s).verify(sample.request(), "")).isFalse());
        test(
                "aRequestIsNoHandshake",
                s -> assertThat(receiver(s).handshake(sample.request(), sample.secret()))
                        .isEmpty());
    }

    private static WebhookRequest with(WebhookRequest request, Map<String, List<String>> headers, byte[] body) {
        return new WebhookRequest(request.method(), headers, request.query(), body, request.receivedAt());
    }

    private void repeated() {
        test("theSameRequestTellsTheSameAgainInAnyOrder", s -> {
            List<String> forwards = new ArrayList<>();
            for (WebhookSample sample : samples) {
                forwards.add(told(receiver(s), sample.request()));
            }
            s.restarted();
            List<String> backwards = new ArrayList<>();
            for (int i = samples.size() - 1; i >= 0; i--) {
                backwards.add(0, told(receiver(s), samples.get(i).request()));
            }
            assertThat(backwards).isEqualTo(forwards);
        });
    }

    private static String told(WebhookReceiver receiver, WebhookRequest request) throws NetworkException {
        StringBuilder told = new StringBuilder();
        for (WebhookSignal signal : receiver.parse(request)) {
            told.append(signal.getClass().getSimpleName()).append(' ').append(signal.account());
            if (signal instanceof WebhookSignal.ItemReceived received) {
                told.append(' ')
                        .append(received.item().id())
                        .append(' ')
                        .append(received.item().text());
            }
            told.append('\n');
        }
        return told.toString();
    }

    private void handshakes() throws Exception {
        List<WebhookHandshake> handshakes = kit.tck().webhookHandshakes();
        for (WebhookHandshake handshake : handshakes) {
            test("theAddressIsConfirmed[" + handshake.name() + "]", s -> {
                var reply = receiver(s)
                        .handshake(handshake.request(), handshake.secret())
                        .orElseThrow();
                assertThat(new String(reply.body(), StandardCharsets.UTF_8)).isEqualTo(handshake.answer());
            });
            test("aStrangersChallengeIsNotAnsweredAlike[" + handshake.name() + "]", s -> {
                var reply = receiver(s).handshake(handshake.request(), handshake.secret() + "x");
                assertThat(reply.map(r -> new String(r.body(), StandardCharsets.UTF_8))
                                .orElse(""))
                        .isNotEqualTo(handshake.answer());
            });
        }
        if (handshakes.isEmpty()) {
            test("theAddressIsConfirmed", s -> {
                throw new NotSimulatedException("The author gives no webhook handshakes");
            });
        }
    }

    private void oddBodies() {
        for (String body : List.of("", "null", "[]", "{}", "\"text\"", "{\"object\":", "<html></html>")) {
            test("anOddBodyBreaksNothing[" + body + "]", s -> {
                WebhookRequest odd = new WebhookRequest(
                        "POST",
                        Map.of(),
                        Map.of(),
                        body.getBytes(StandardCharsets.UTF_8),
                        s.simulator().clock().instant());
                try {
                    assertThat(receiver(s).parse(odd)).isEmpty();
                } catch (NetworkException refused) {
                    assertThat(refused.kind()).isNotEqualTo(ErrorKind.DEFECT);
                }
            });
        }
    }
}
