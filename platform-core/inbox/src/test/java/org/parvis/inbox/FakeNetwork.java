package org.parvis.inbox;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.account.LinkedAccount;
import org.parvis.engine.call.CallKind;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.engine.call.NetworkWork;
import org.parvis.engine.call.PureWork;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.ErrorKind;
import org.parvis.model.Idempotency;
import org.parvis.model.InboxItem;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.NetworkState;
import org.parvis.model.RemoteId;
import org.parvis.model.ReplyPolicy;
import org.parvis.model.Retention;
import org.parvis.model.TextRule;
import org.parvis.spi.AccountLinker;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.IdempotencyKey;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.KnownItem;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.Responder;
import org.parvis.spi.Sent;
import org.parvis.spi.TimelineSource;

/** A network in memory: mentions and a timeline by offset, and answers that it accepts or not as told. */
final class FakeNetwork implements NetworkCalls, NetworkPlugin, InboxSource, TimelineSource, Responder {
    static final Duration VISIBILITY = Duration.ofSeconds(30);

    final List<InboxItem> mentions = new ArrayList<>();
    final List<InboxItem> timeline = new ArrayList<>();
    final Map<String, Integer> accepted = new LinkedHashMap<>();
    final Map<String, Boolean> hidden = new HashMap<>();
    final List<String> fetched = new ArrayList<>();
    final List<List<String>> rechecked = new ArrayList<>();
    final Map<String, String> recheckedAs = new HashMap<>();
    final Map<String, InboxItem> edited = new HashMap<>();
    final Set<String> gone = new HashSet<>();
    Idempotency idempotency = Idempotency.LOOKUP;
    final List<ReplyPolicy> policies = new ArrayList<>();
    final List<Boolean> byPerson = new ArrayList<>();
    Retention retention = Retention.unlimited();
    boolean absent;
    TextRule rule = TextRule.CODE_POINTS;
    /** What the next answer meets, and whether the network took it nevertheless. */
    @Nullable
    Exception trouble;

    boolean takesIt;

    @Nullable
    NetworkException fetchTrouble;

    String rewritten = "";

    /** Where answers are shown to hang, on a network with two levels of comments; null for where they belong. */
    @Nullable
    RemoteId flattened;

    private final VirtualClock clock;
    private int next = 1000;

    FakeNetwork(VirtualClock clock) {
        this.clock = clock;
    }

    @Override
    public <T> T call(LinkedAccount account, CallKind kind, IdempotencyKey key, NetworkWork<T> work)
            throws NetworkException {
        if (absent) {
            throw new NetworkAbsentException(account.network(), NetworkState.ABSENT);
        }
        return work.run(this, null);
    }

    @Override
    public <T> T pure(NetworkId network, PureWork<T> work) throws NetworkException {
        return work.run(this);
    }

    @Override
    public NetworkDescriptor descriptor(NetworkId network) {
        return new NetworkDescriptor(
                network,
                "Probe",
                "1",
                URI.create("https://probe.example"),
                URI.create("https://probe.example"),
                List.of(),
                EnumSet.of(
                        Capability.TIMELINE,
                        Capability.INBOX_MENTIONS,
                        Capability.INBOX_COMMENTS,
                        Capability.REPLY_COMMENT,
                        Capability.PRIVATE_REPLY,
                        Capability.HIDE_COMMENT,
                        Capability.REMOVE_COMMENT),
                Map.of(),
                List.of(new ContentFormat(
                        "text",
                        Capability.PUBLISH_TEXT,
                        new ContentFormat.Text(280, rule, true),
                        ContentFormat.Media.none())),
                List.of(),
                policies,
                List.of(),
                idempotency,
                VISIBILITY,
                null,
                List.of(),
                retention,
                null,
                Map.of());
    }

    @Override
    public AccountLinker accountLinker() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<InboxSource> inboxSource() {
        return Optional.of(this);
    }

    @Override
    public Optional<TimelineSource> timelineSource() {
        return Optional.of(this);
    }

    @Override
    public Optional<Responder> responder() {
        return Optional.of(this);
    }

    @Override
    public Set<InboxFeed> feeds() {
        return Set.of(InboxFeed.MENTIONS, InboxFeed.COMMENTS);
    }

    @Override
    public InboxPage fetch(NetworkCall call, InboxFeed feed, FetchWindow window) throws NetworkException {
        fetched.add(feed + " " + window.cursor());
        troubled();
        List<InboxItem> source = feed == InboxFeed.MENTIONS ? mentions : List.of();
        int from = window.cursor() == null ? 0 : Integer.parseInt(window.cursor());
        int until = Math.min(source.size(), from + window.limit());
        return new InboxPage(
                source.subList(from, until), List.of(), List.of(), String.valueOf(until), until == source.size());
    }

    @Override
    public TimelinePage fetch(NetworkCall call, FetchWindow window) throws NetworkException {
        fetched.add("TIMELINE " + window.cursor());
        troubled();
        int from = window.cursor() == null ? 0 : Integer.parseInt(window.cursor());
        int until = Math.min(timeline.size(), from + window.limit());
        return new TimelinePage(
                List.of(), timeline.subList(from, until), List.of(), String.valueOf(until), until == timeline.size());
    }

    private void troubled() throws NetworkException {
        NetworkException now = fetchTrouble;
        fetchTrouble = null;
        if (now != null) {
            throw now;
        }
    }

    /** What is asked about again: gone, or as it stands now. */
    @Override
    public Recheck recheckItems(NetworkCall call, List<KnownItem> known) throws NetworkException {
        List<RemoteId> items = known.stream().map(KnownItem::id).toList();
        rechecked.add(items.stream().map(RemoteId::value).toList());
        known.forEach(item -> recheckedAs.put(item.id().value(), item.post() ? "POST" : item.kind().name()));
        troubled();
        return new Recheck(
                items.stream()
                        .map(id -> edited.get(id.value()))
                        .filter(Objects::nonNull)
                        .toList(),
                items.stream().filter(id -> gone.contains(id.value())).toList());
    }

    @Override
    public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        Exception now = trouble;
        trouble = null;
        if (now != null && !takesIt) {
            sneak(now);
        }
        byPerson.add(message.byPerson());
        accepted.merge(message.text(), 1, Integer::sum);
        String id = String.valueOf(next++);
        Instant at = clock.instant();
        timeline.add(InboxItem.builder(new RemoteId(id), org.parvis.model.ItemKind.COMMENT, Pages.author("900"), at)
                .conversation(target.conversation())
                .inReplyTo(flattened == null ? target.item() : flattened)
                .text(rewritten.isEmpty() ? "@h7 " + message.text() : rewritten)
                .build());
        if (now != null) {
            sneak(now);
        }
        return new Sent(new RemoteId(id), at);
    }

    final List<String> privately = new ArrayList<>();

    @Override
    public Sent replyPrivately(NetworkCall call, ReplyTarget target, OutboundMessage message) throws NetworkException {
        Exception now = trouble;
        trouble = null;
        privately.add(target.item() + ": " + message.text());
        if (now != null) {
            sneak(now);
        }
        return new Sent(new RemoteId("d" + next++), clock.instant());
    }

    @Override
    public void hide(NetworkCall call, ReplyTarget target, boolean hide) {
        hidden.put(target.item().value(), hide);
    }

    @Override
    public void remove(NetworkCall call, ReplyTarget target) throws NetworkException {
        throw new NetworkException(ErrorKind.NOT_FOUND, "It is gone already");
    }

    private static void sneak(Exception trouble) throws NetworkException {
        if (trouble instanceof NetworkException expected) {
            throw expected;
        }
        throw (RuntimeException) trouble;
    }
}
