package org.parvis.inbox;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parvis.api.Problem;
import org.parvis.api.ProblemException;
import org.parvis.api.inbox.ItemView;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.ItemKind;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.ReplyPolicy;
import org.parvis.model.TextRule;
import org.parvis.spi.NetworkException;
import org.parvis.spi.Permission;
import org.parvis.spi.ReplyTarget;

/** Whether an answer may go out, as far as that can be known without asking the network. */
@Component(service = ReplyCheck.class)
public final class ReplyCheck {
    private static final int MAX_KEY = 200;
    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    private final NetworkCalls calls;

    @Activate
    public ReplyCheck(@Reference NetworkCalls calls) {
        this.calls = calls;
    }

    /** What can be said of the request alone. */
    static void request(String text, String idempotencyKey) {
        if (text.isBlank()) {
            throw ProblemException.invalid("text", "text.required", "An answer needs a text.");
        }
        if (!Repair.storable(text)) {
            throw ProblemException.invalid(
                    "text", "text.characters", "The text holds U+0000 or half a surrogate pair; take it out.");
        }
        if (text.length() > Border.MAX_TEXT) {
            throw ProblemException.invalid(
                    "text",
                    "text.length",
                    "The text has " + text.length() + " characters; no network takes that many.");
        }
        if (idempotencyKey.isBlank() || idempotencyKey.length() > MAX_KEY || !Repair.storable(idempotencyKey)) {
            throw ProblemException.invalid(
                    "Idempotency-Key", "key.length", "The idempotency key must have 1 to " + MAX_KEY + " characters.");
        }
    }

    /**
     * When an answer is given, and by whom.
     *
     * @param lastReceivedAt when the other wrote last
     * @param byPerson an API token that no person owns is automation
     */
    record Timing(Optional<Instant> lastReceivedAt, Instant now, boolean byPerson) {}

    void reply(NetworkId network, ItemView item, Timing timing, ReplyTarget target, String text) {
        NetworkDescriptor descriptor = calls.descriptor(network);
        Capability needed = item.kind() == ItemKind.DIRECT_MESSAGE ? Capability.REPLY_DIRECT : Capability.REPLY_COMMENT;
        capability(descriptor, needed, "answers to this kind of message");
        window(descriptor, item, timing);
        length(descriptor, item, text);
        Permission permission = permission(network, target);
        Instant until = permission.until();
        if (!permission.granted() || (until != null && timing.now().isAfter(until))) {
            throw new ProblemException(Problem.NETWORK_REFUSED, permission.reason());
        }
    }

    void capability(NetworkId network, Capability capability, String what) {
        capability(calls.descriptor(network), capability, what);
    }

    private static void capability(NetworkDescriptor descriptor, Capability capability, String what) {
        if (!descriptor.offers(capability)) {
            String reason = descriptor.unavailable().containsKey(capability)
                    ? descriptor.unavailable().get(capability).getOrDefault("en", "")
                    : "";
            throw new ProblemException(
                    Problem.UNSUPPORTED, (descriptor.displayName() + " offers no " + what + ". " + reason).strip());
        }
    }

    private static void window(NetworkDescriptor descriptor, ItemView item, Timing timing) {
        Optional<ReplyPolicy> policy = descriptor.replyPolicy(item.kind());
        Duration window = policy.map(p -> window(p, timing.byPerson())).orElse(null);
        Instant last = timing.lastReceivedAt().orElse(item.publishedAt());
        if (window != null && timing.now().isAfter(last.plus(window))) {
            throw new ProblemException(
                    Problem.NETWORK_REFUSED, policy.orElseThrow().reasons().getOrDefault("en", ""));
        }
    }

    private static @Nullable Duration window(ReplyPolicy policy, boolean byPerson) {
        Duration longer = policy.personWindow();
        return byPerson && policy.window() != null && longer != null ? longer : policy.window();
    }

    private void length(NetworkDescriptor descriptor, ItemView item, String text) {
        Optional<ContentFormat> format = descriptor.format("text");
        if (format.isEmpty() || item.kind() == ItemKind.DIRECT_MESSAGE) {
            return;
        }
        int maximum = format.get().text().maximum();
        int length = length(descriptor.id(), format.get().text().rule(), text);
        if (maximum > 0 && length > maximum) {
            throw ProblemException.invalid(
                    "text",
                    "text.length",
                    "The text has a length of " + length + "; " + descriptor.displayName() + " takes " + maximum + ".");
        }
    }

    private int length(NetworkId network, TextRule rule, String text) {
        return switch (rule) {
            case UTF16 -> text.length();
            case CODE_POINTS -> text.codePointCount(0, text.length());
            case GRAPHEMES -> (int) GRAPHEME.matcher(text).results().count();
            case WEIGHTED -> measured(network, text);
        };
    }

    private int measured(NetworkId network, String text) {
        try {
            return calls.pure(
                    network,
                    plugin -> plugin.publisher().isPresent()
                            ? plugin.publisher().get().measure(text).length()
                            : 0);
        } catch (NetworkAbsentException | NetworkException unable) {
            return 0; // the network itself will say
        }
    }

    private Permission permission(NetworkId network, ReplyTarget target) {
        try {
            return calls.pure(
                    network,
                    plugin -> plugin.responder()
                            .map(responder -> responder.mayReply(target))
                            .orElse(Permission.GRANTED));
        } catch (NetworkAbsentException | NetworkException unable) {
            return Permission.GRANTED; // the work waits for the network, which then says
        }
    }
}
