package org.parvis.it.invariant;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.parvis.it.invariant.Finding.Kind;

/**
 * Holds the network's journal against what the platform believes. The promises: what was acknowledged reaches the network
 * at most once; it is called published, or sent, if and only if it is there; what is not there has failed or is held, with a
 * reason; whatever was written to an account is in its inbox once; a webhook that was answered is stored once and understood;
 * the figures count what they count. Pure: both sides are handed over as they were read.
 */
public final class InvariantChecker {
    private final NetworkRecord network;
    private final PlatformRecord platform;
    private final Asked asked;
    private final List<Finding> findings = new ArrayList<>();

    private InvariantChecker(NetworkRecord network, PlatformRecord platform, Asked asked) {
        this.network = network;
        this.platform = platform;
        this.asked = asked;
    }

    /** Names everything on which the two sides do not agree; nothing when all is well. */
    public static List<Finding> check(NetworkRecord network, PlatformRecord platform, Asked asked) {
        InvariantChecker checker = new InvariantChecker(network, platform, asked);
        asked.posts().forEach(checker::post);
        asked.replies().forEach(checker::reply);
        checker.unasked();
        checker.natives();
        platform.accounts().forEach(checker::inbox);
        asked.webhooks().forEach(checker::webhook);
        checker.rest();
        platform.deviations().forEach(sentence -> checker.find(Kind.WRONG_FIGURE, "sums", sentence));
        return List.copyOf(checker.findings);
    }

    private void find(Kind kind, String subject, String sentence) {
        findings.add(new Finding(kind, subject, sentence));
    }

    private void post(String marker) {
        List<Belief> beliefs = platform.publications().stream()
                .filter(publication ->
                        publication.ours() && publication.marker().equals(marker))
                .map(p -> new Belief(p.state(), p.state().equals("PUBLISHED"), p.underWay(), p.remoteId(), p.reason()))
                .toList();
        outgoing("post", marker, beliefs);
        platform.publications().stream()
                .filter(publication ->
                        !publication.ours() && publication.marker().equals(marker))
                .forEach(publication -> find(
                        Kind.DOUBLED,
                        marker,
                        "our own post came back from the timeline as another publication, " + publication.remoteId()));
    }

    private void reply(String marker) {
        List<Belief> beliefs = platform.items().stream()
                .filter(item -> item.role().equals("OWN") && item.marker().equals(marker))
                .map(item -> new Belief(
                        String.valueOf(item.replyState()),
                        // One that the timeline brought by itself has no state and is out.
                        item.replyState() == null || item.replyState().equals("SENT"),
                        item.underWay(),
                        item.remoteId(),
                        item.reason()))
                .toList();
        outgoing("answer", marker, beliefs);
    }

    /** What the platform believes of something that it was to send. */
    private record Belief(
            String state,
            boolean out,
            boolean underWay,
            @Nullable String remoteId,
            String reason) {}

    private void outgoing(String what, String marker, List<Belief> beliefs) {
        List<NetworkRecord.Entry> accepted = network.accepted(marker);
        if (accepted.size() > 1) {
            find(Kind.DOUBLED, marker, "the network accepted the " + what + " " + accepted.size() + " times");
        }
        if (beliefs.isEmpty()) {
            find(Kind.LOST, marker, "the platform acknowledged the " + what + " and does not know it");
        } else if (beliefs.size() > 1) {
            find(Kind.DOUBLED, marker, "the platform holds the " + what + " " + beliefs.size() + " times");
        }
        beliefs.forEach(belief -> compare(what, marker, belief, accepted));
    }

    private void compare(String what, String marker, Belief belief, List<NetworkRecord.Entry> accepted) {
        boolean there = !accepted.isEmpty();
        if (belief.underWay()) {
            find(Kind.NOT_AT_REST, marker, "the " + what + " is " + belief.state());
        } else if (belief.out() && !there) {
            find(Kind.PHANTOM, marker, "the " + what + " is " + belief.state() + ", and the network never accepted it");
        } else if (!belief.out() && there) {
            find(Kind.WRONG_STATE, marker, "the network accepted the " + what + ", and it is " + belief.state());
        } else if (!belief.out() && belief.reason().isBlank()) {
            find(Kind.LOST, marker, "the " + what + " did not go out, is " + belief.state() + ", and nothing says why");
        } else if (belief.out() && accepted.stream().noneMatch(entry -> entry.isCalled(belief.remoteId()))) {
            find(
                    Kind.WRONG_STATE,
                    marker,
                    "the network calls the " + what + " " + accepted.get(0).remoteId() + ", the platform "
                            + belief.remoteId());
        }
    }

    private void unasked() {
        for (NetworkRecord.Entry entry : network.entries()) {
            if (!entry.isSent()) {
                continue;
            }
            String account = asked.account(entry.marker());
            if (account == null) {
                find(Kind.PHANTOM, entry.remoteId(), "the network accepted what nobody asked for: " + entry.text());
            } else if (!account.equalsIgnoreCase(entry.account())) {
                find(
                        Kind.WRONG_STATE,
                        entry.marker(),
                        "it was asked of @" + account + " and went out as @" + entry.account());
            }
        }
    }

    /** What an account wrote on the network itself is a publication of that origin, once. */
    private void natives() {
        Set<String> handles =
                platform.accounts().stream().map(PlatformRecord.Account::handle).collect(Collectors.toSet());
        Set<String> written = new HashSet<>();
        for (NetworkRecord.Entry entry : network.entries()) {
            if (entry.isWritten() && handles.contains(entry.account())) {
                written.add(entry.remoteId());
                long times = platform.publications().stream()
                        .filter(p -> entry.isCalled(p.remoteId()))
                        .count();
                if (times != 1) {
                    find(
                            times == 0 ? Kind.LOST : Kind.DOUBLED,
                            subject(entry),
                            "a post that @" + entry.account() + " made on the network is " + times
                                    + " times among its publications");
                }
            }
        }
        for (PlatformRecord.Publication publication : platform.publications()) {
            boolean known = publication.remoteId() != null && written.contains(publication.remoteId());
            if (!publication.ours() && !known && asked.account(publication.marker()) == null) {
                find(
                        Kind.PHANTOM,
                        String.valueOf(publication.remoteId()),
                        "a publication of @" + publication.account() + " that nobody made: " + publication.text());
            }
        }
    }

    private void inbox(PlatformRecord.Account account) {
        if (!account.state().equals("OK")) {
            find(Kind.WRONG_STATE, account.handle(), "the account is " + account.state());
        }
        List<NetworkRecord.Entry> due = new ArrayList<>();
        for (NetworkRecord.Entry entry : network.entries()) {
            boolean meant = entry.isWritten()
                    && !entry.account().equalsIgnoreCase(account.handle())
                    && entry.names(account.handle());
            if (meant) {
                due.add(entry);
                received(account, entry);
            }
        }
        for (PlatformRecord.Item item : platform.items()) {
            boolean phantom = item.account().equals(account.handle())
                    && item.role().equals("RECEIVED")
                    && due.stream().noneMatch(entry -> entry.isCalled(item.remoteId()));
            if (phantom) {
                find(
                        Kind.PHANTOM,
                        String.valueOf(item.remoteId()),
                        "nobody wrote to @" + account.handle() + ": " + item.text());
            }
        }
    }

    private void received(PlatformRecord.Account account, NetworkRecord.Entry entry) {
        List<PlatformRecord.Item> items = platform.items().stream()
                .filter(item -> item.account().equals(account.handle()))
                .filter(item -> entry.isCalled(item.remoteId()))
                .toList();
        if (items.isEmpty()) {
            find(Kind.LOST, subject(entry), "the message to @" + account.handle() + " is not in its inbox");
        } else if (items.size() > 1) {
            find(
                    Kind.DOUBLED,
                    subject(entry),
                    "the message to @" + account.handle() + " is " + items.size() + " times in its inbox");
        } else if (!items.get(0).role().equals("RECEIVED")) {
            find(
                    Kind.WRONG_STATE,
                    subject(entry),
                    "the message to @" + account.handle() + " is there as "
                            + items.get(0).role());
        } else if (!items.get(0).text().equals(storable(entry.text()))) {
            find(
                    Kind.WRONG_STATE,
                    subject(entry),
                    "the message says otherwise: " + items.get(0).text());
        }
    }

    /** What no database takes is kept as the sign for what cannot be shown. */
    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static String subject(NetworkRecord.Entry entry) {
        return entry.marker().isEmpty() ? entry.remoteId() : entry.marker();
    }

    private void webhook(String marker) {
        List<PlatformRecord.Webhook> stored = platform.webhooks().stream()
                .filter(webhook -> webhook.marker().equals(marker))
                .toList();
        if (stored.isEmpty()) {
            find(Kind.LOST, marker, "the webhook was answered with 200 and is not stored");
        } else if (stored.size() > 1) {
            find(Kind.DOUBLED, marker, "the webhook is stored " + stored.size() + " times");
        } else if (stored.get(0).state().equals("PARKED")) {
            find(Kind.WRONG_STATE, marker, "the webhook was not understood");
        }
    }

    private void rest() {
        platform.obligations().stream()
                .filter(PlatformRecord.Obligation::awaited)
                .filter(obligation -> !obligation.state().equals("DEAD"))
                .forEach(obligation -> find(
                        Kind.NOT_AT_REST,
                        obligation.key(),
                        obligation.kind() + " is " + obligation.state() + ": " + obligation.reason()));
        platform.webhooks().stream()
                .filter(webhook -> webhook.state().equals("RECEIVED"))
                .forEach(webhook -> find(Kind.NOT_AT_REST, webhook.marker(), "the webhook is not understood yet"));
    }
}
