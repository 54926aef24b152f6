package org.parvis.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.parvis.elsewhere.Background;
import org.parvis.model.ErrorKind;
import org.parvis.model.InboxItem;
import org.parvis.model.ItemKind;
import org.parvis.model.MetricSample;
import org.parvis.model.QuotaRule;
import org.parvis.model.RemoteId;
import org.parvis.model.Variant;
import org.parvis.mutant.ClockReadingNetwork;
import org.parvis.mutant.FilingNetwork;
import org.parvis.mutant.PassingNetwork;
import org.parvis.mutant.SleepingNetwork;
import org.parvis.mutant.ThreadKeepingNetwork;
import org.parvis.mutant.WiredNetwork;
import org.parvis.spi.CallRevokedException;
import org.parvis.spi.FetchWindow;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.InboxPage;
import org.parvis.spi.InboxSource;
import org.parvis.spi.KnownItem;
import org.parvis.spi.LinkableAccount;
import org.parvis.spi.LinkingCall;
import org.parvis.spi.MetricQuery;
import org.parvis.spi.NetworkCall;
import org.parvis.spi.NetworkException;
import org.parvis.spi.NetworkPlugin;
import org.parvis.spi.OutboundMessage;
import org.parvis.spi.PublishOutcome;
import org.parvis.spi.QuotaObservation;
import org.parvis.spi.QuotaReader;
import org.parvis.spi.Reconciliation;
import org.parvis.spi.ReplyTarget;
import org.parvis.spi.ResumeToken;
import org.parvis.spi.Sent;
import org.parvis.spi.SignIn;
import org.parvis.spi.TokenGrant;
import org.parvis.spi.WebhookRequest;
import org.parvis.spi.http.HttpRequest;
import org.parvis.toolkit.json.Json;

/** The broken copies of loopback, each with the tests that must notice. */
final class Mutants {
    static final List<Mutant> ALL = Stream.of(
                    descriptors(),
                    linkers(),
                    publishers(),
                    inboxes(),
                    pagers(),
                    responders(),
                    analysts(),
                    hooks(),
                    manners())
            .flatMap(List::stream)
            .toList();

    private Mutants() {}

    private static List<Mutant> descriptors() {
        return List.of(
                Mutant.described(
                        "ForgetsAReason",
                        file -> file.replaceFirst("(?s)\"EDIT\": \\{[^}]*},", ""),
                        "descriptor/everyMissingCapabilityHasItsReasonAndNoOfferedOneHas",
                        "bundle/theReadmesTable[Capabilities]IsTheDescriptors"),
                Mutant.described(
                        "LacksALanguageOnce",
                        file -> file.replaceFirst(",\\s*\"fr\": \"Loopback garde ce qui a été écrit\"", ""),
                        "descriptor/everyTextIsSaidInEachLanguageOfTheDescriptor"),
                Mutant.described(
                        "LacksASentence",
                        file -> file.replaceFirst("(?s)\"A post needs a text\": \\{[^}]*},", ""),
                        "descriptor/whatTheCodeSaysIsSaidInEachLanguageOfTheDescriptor"),
                Mutant.described(
                        "CallsForeignHostsItsOwn",
                        file -> file.replace(
                                "\"tokenEndpoint\": \"https://loopback.example/token\"",
                                "\"tokenEndpoint\": \"https://elsewhere.example/token\""),
                        "descriptor/theNetworksAddressesAreAllowedHosts"),
                Mutant.described(
                        "NamesMetricsAtWill",
                        file -> file.replace("\"id\": \"comments\"", "\"id\": \"chatter\""),
                        "descriptor/metricsHaveStandardNamesOrTheNetworksOwn",
                        "analytics/figuresOfAPublicationAreRead"));
    }

    private static List<Mutant> linkers() {
        return List.of(
                Mutant.linking(
                        "BlanksToken",
                        () -> new Passing.Linker() {
                            @Override
                            public Optional<TokenGrant> refresh(LinkingCall call, TokenGrant grant) {
                                return Optional.of(new TokenGrant("", "", null, Set.of()));
                            }
                        },
                        "linking/aRenewedGrantIsWholeOrLeftToThePlatform"),
                Mutant.linking(
                        "SignsAnybodyIn",
                        () -> new Passing.Linker() {
                            @Override
                            public TokenGrant signIn(LinkingCall call, SignIn signIn) {
                                return new TokenGrant("token-of-acme", null, null, Set.of());
                            }
                        },
                        "linking/signingInIsUnsupportedWhereItIsNotDeclared"),
                Mutant.linking(
                        "ListsTwice",
                        () -> new Passing.Linker() {
                            @Override
                            public List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException {
                                List<LinkableAccount> twice = new ArrayList<>(to.listAccounts(call));
                                twice.add(twice.get(0));
                                return twice;
                            }
                        },
                        "linking/theAuthorisationsAccountIsListedOnce"),
                Mutant.linking(
                        "TakesOutagesForTheEnd",
                        () -> new Passing.Linker() {
                            @Override
                            public List<LinkableAccount> listAccounts(LinkingCall call) throws NetworkException {
                                try {
                                    return to.listAccounts(call);
                                } catch (NetworkException failed) {
                                    throw failed.kind() == ErrorKind.TRANSIENT
                                            ? new NetworkException(ErrorKind.AUTHORIZATION_REVOKED, "It must be over")
                                            : failed;
                                }
                            }
                        },
                        "linking/anUnavailableNetworkIsNotALostAuthorisation"));
    }

    private static List<Mutant> publishers() {
        return List.of(
                Mutant.publishing(
                        "RetriesItself",
                        () -> new Passing.Publishing() {
                            @Override
                            public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
                                try {
                                    return to.publish(call, variant);
                                } catch (NetworkException failed) {
                                    if (failed.kind() != ErrorKind.TRANSIENT) {
                                        throw failed;
                                    }
                                    return to.publish(call, variant);
                                }
                            }
                        },
                        "publishing/aRefusedPublicationIsNotTriedAgain"),
                Mutant.publishing(
                        "ForgetsAtRestart",
                        () -> new Passing.Publishing() {
                            private final Set<String> begun = new HashSet<>();

                            @Override
                            public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
                                PublishOutcome outcome = to.publish(call, variant);
                                if (outcome instanceof PublishOutcome.Pending pending) {
                                    begun.add(pending.token().value());
                                }
                                return outcome;
                            }

                            @Override
                            public PublishOutcome resume(NetworkCall call, Variant variant, ResumeToken token)
                                    throws NetworkException {
                                if (!begun.contains(token.value())) {
                                    throw new NetworkException(ErrorKind.NOT_FOUND, "Never heard of it");
                                }
                                return to.resume(call, variant, token);
                            }
                        },
                        "publishing/theFormat[slow]GoesOnAfterARestart"),
                Mutant.publishing(
                        "TakesSilenceForNo",
                        () -> new Passing.Publishing() {
                            @Override
                            public Reconciliation reconcile(
                                    NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
                                    throws NetworkException {
                                try {
                                    return to.reconcile(call, variant, token, notBefore);
                                } catch (NetworkException silent) {
                                    return new Reconciliation.NotFound();
                                }
                            }
                        },
                        "publishing/reconcilingDoesNotEndQuietlyWhenTheNetworkFails"),
                Mutant.publishing(
                        "FindsNothing",
                        () -> new Passing.Publishing() {
                            @Override
                            public Reconciliation reconcile(
                                    NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
                                    throws NetworkException {
                                return to.reconcile(call, variant, token, notBefore) instanceof Reconciliation.Found
                                        ? new Reconciliation.NotFound()
                                        : new Reconciliation.NotFound();
                            }
                        },
                        "publishing/reconcilingFindsWhatIsOut",
                        "publishing/nothingDoublesWhenTheCallEnds[BEFORE_ANSWER]",
                        "publishing/nothingDoublesWhenTheCallEnds[IN_ANSWER_BODY]",
                        "publishing/nothingDoublesWhenTheCallEnds[AFTER_ANSWER_HEAD]",
                        "tolerance/oddTextsArePublishedAndFoundAgain"),
                Mutant.publishing(
                        "CallsTheUnheardUndone",
                        () -> new Passing.Publishing() {
                            @Override
                            public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
                                try {
                                    return to.publish(call, variant);
                                } catch (NetworkException failed) {
                                    boolean lost = failed.kind() == ErrorKind.OUTCOME_UNKNOWN
                                            && failed.getMessage().contains("before the answer");
                                    throw lost ? new NetworkException(ErrorKind.TRANSIENT, "Nothing happened") : failed;
                                }
                            }
                        },
                        "publishing/nothingDoublesWhenTheCallEnds[BEFORE_ANSWER]"),
                Mutant.publishing(
                        "RejectsWithoutSayingWhy",
                        () -> new Passing.Publishing() {
                            @Override
                            public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
                                if (!to.validate(variant).isEmpty()) {
                                    throw new NetworkException(ErrorKind.CONTENT_REJECTED, "No");
                                }
                                return to.publish(call, variant);
                            }
                        },
                        "publishing/aTextThatIsTooLongIsRejected"),
                Mutant.publishing(
                        "KeepsWhatItTakesBack",
                        () -> new Passing.Publishing() {
                            @Override
                            public void retract(NetworkCall call, RemoteId publication) {
                                call.checkActive();
                            }
                        },
                        "publishing/aPostIsTakenBack"),
                Mutant.publishing(
                        "SaysItEdits",
                        () -> new Passing.Publishing() {
                            @Override
                            public void edit(NetworkCall call, RemoteId publication, Variant variant) {
                                call.checkActive();
                            }
                        },
                        "publishing/aPostIsChanged"),
                Mutant.publishing(
                        "SharesAField",
                        () -> new Passing.Publishing() {
                            private volatile Variant last;

                            @Override
                            public PublishOutcome publish(NetworkCall call, Variant variant) throws NetworkException {
                                last = variant;
                                if (variant.text().startsWith("At once")) {
                                    Background.pause(30);
                                }
                                return to.publish(call, last);
                            }
                        },
                        "behaviour/oneInstanceServesManyWritersAtOnce"));
    }

    /** Another page with other items. */
    private static InboxPage with(InboxPage page, List<InboxItem> items) {
        return new InboxPage(items, page.context(), page.answers(), page.nextCursor(), page.complete());
    }

    /** As if some of what was asked about were not found. */
    private static InboxSource.Recheck without(
            List<KnownItem> items, Predicate<KnownItem> missed, InboxSource.Recheck whole) {
        List<RemoteId> removed = new ArrayList<>(whole.removed());
        items.stream().filter(missed).map(KnownItem::id).forEach(removed::add);
        return new InboxSource.Recheck(
                whole.changed().stream()
                        .filter(item -> !removed.contains(item.id()))
                        .toList(),
                removed);
    }

    private static List<Mutant> inboxes() {
        return List.of(
                Mutant.inbox(
                        "TakesItsOwnForStrangers",
                        () -> new Passing.Inbox() {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                InboxPage page = super.spoiled(call, window);
                                List<InboxItem> all = new ArrayList<>(page.items());
                                all.addAll(page.answers());
                                return with(page, all);
                            }
                        },
                        "inbox/theAccountsOwnAnswersAreNeverItems"),
                Mutant.inbox(
                        "OverlooksDeletions",
                        () -> new Passing.Inbox() {
                            @Override
                            public Recheck recheck(NetworkCall call, List<RemoteId> items) throws NetworkException {
                                return new Recheck(to.recheck(call, items).changed(), List.of());
                            }
                        },
                        "inbox/whatWasTakenBackIsNoticed"),
                Mutant.inbox(
                        "TakesPostsForComments",
                        () -> new Passing.Inbox() {
                            @Override
                            public Recheck recheckItems(NetworkCall call, List<KnownItem> items)
                                    throws NetworkException {
                                return without(items, KnownItem::post, super.recheckItems(call, items));
                            }
                        },
                        "inbox/anOwnPostIsRecheckedAsAPost"),
                Mutant.inbox(
                        "TakesMentionsForComments",
                        () -> new Passing.Inbox() {
                            @Override
                            public Recheck recheckItems(NetworkCall call, List<KnownItem> items)
                                    throws NetworkException {
                                Recheck whole = super.recheckItems(call, items);
                                return without(items, item -> item.kind() == ItemKind.MENTION, whole);
                            }
                        },
                        "inbox/aMentionIsRecheckedAsAMention"),
                Mutant.inbox(
                        "OverlooksEdits",
                        () -> new Passing.Inbox() {
                            @Override
                            public Recheck recheck(NetworkCall call, List<RemoteId> items) throws NetworkException {
                                return new Recheck(
                                        List.of(), to.recheck(call, items).removed());
                            }
                        },
                        "inbox/whatWasChangedIsNoticed"),
                Mutant.inbox(
                        "ForgetsTheRaw",
                        () -> new Passing.Inbox() {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                InboxPage page = super.spoiled(call, window);
                                return with(
                                        page,
                                        page.items().stream()
                                                .map(item -> altered(item, item.text(), new byte[0]))
                                                .toList());
                            }
                        },
                        "inbox/whatArrivesIsRead[COMMENTS]"),
                Mutant.inbox(
                        "MendsTexts",
                        () -> new Passing.Inbox() {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                InboxPage page = super.spoiled(call, window);
                                return with(
                                        page,
                                        page.items().stream()
                                                .map(item -> altered(
                                                        item, item.text().replace("\u200D", ""), item.raw()))
                                                .toList());
                            }
                        },
                        "tolerance/oddTextsAreReadAsWritten[COMMENTS]"),
                Mutant.inbox(
                        "StumblesOverNews",
                        () -> new Passing.Inbox() {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                InboxPage page = super.spoiled(call, window);
                                for (InboxItem item : page.items()) {
                                    JsonNode raw = Json.parse(item.raw()).orElseThrow();
                                    if (raw.size() > 11) {
                                        throw new IllegalStateException("What is this?");
                                    }
                                }
                                return page;
                            }
                        },
                        "tolerance/unknownMembersChangeNothing[COMMENTS]"),
                Mutant.inbox(
                        "HasNoDirectMessages",
                        () -> new Passing.Inbox() {
                            @Override
                            public Set<InboxFeed> feeds() {
                                Set<InboxFeed> fewer = new HashSet<>(to.feeds());
                                fewer.remove(InboxFeed.DIRECT_MESSAGES);
                                return fewer;
                            }
                        },
                        "descriptor/feedsAreTheDeclaredInboxes"));
    }

    private static InboxItem altered(InboxItem item, String text, byte[] raw) {
        return InboxItem.builder(item.id(), item.kind(), item.author(), item.publishedAt())
                .conversation(item.conversation())
                .inReplyTo(item.inReplyTo())
                .text(text)
                .raw(raw)
                .build();
    }

    private static List<Mutant> pagers() {
        return List.of(
                Mutant.inbox(
                        "LosesPage",
                        () -> new Passing.Inbox() {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                InboxPage page = super.spoiled(call, window);
                                boolean middle =
                                        window.cursor() != null && page.items().size() == 10;
                                return middle ? with(page, page.items().subList(1, 10)) : page;
                            }
                        },
                        "paging/nothingIsLost[COMMENTS]"),
                Mutant.inbox(
                        "DuplicatesPage",
                        () -> new Passing.Inbox() {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                InboxPage page = super.spoiled(call, window);
                                if (window.cursor() == null || page.items().size() != 3) {
                                    return page;
                                }
                                List<InboxItem> more = new ArrayList<>(page.items());
                                more.add(page.items().get(0));
                                return with(page, more);
                            }
                        },
                        "paging/nothingComesTwice[COMMENTS]"),
                Mutant.inbox(
                        "IgnoresLimit",
                        () -> new Passing.Inbox() {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                return super.spoiled(
                                        call, new FetchWindow(window.cursor(), window.since(), window.limit() + 5));
                            }
                        },
                        "paging/noPageIsLargerThanTheLimit[COMMENTS]"),
                Mutant.inbox(
                        "ShufflesPages",
                        () -> new Passing.Inbox() {
                            private static final AtomicInteger CALLS = new AtomicInteger();

                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                InboxPage page = super.spoiled(call, window);
                                List<InboxItem> items = new ArrayList<>(page.items());
                                if (CALLS.incrementAndGet() % 2 == 0 && items.size() == 10) {
                                    java.util.Collections.reverse(items);
                                }
                                return with(page, items);
                            }
                        },
                        "paging/theSameCursorGivesTheSamePage[COMMENTS]"),
                Mutant.inbox(
                        "WritesLongCursors",
                        () -> new Passing.Inbox() {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                String cursor = window.cursor() == null
                                        ? null
                                        : window.cursor().strip();
                                InboxPage page =
                                        super.spoiled(call, new FetchWindow(cursor, window.since(), window.limit()));
                                String padded = page.nextCursor() + " ".repeat(2048);
                                return new InboxPage(
                                        page.items(), page.context(), page.answers(), padded, page.complete());
                            }
                        },
                        "paging/cursorsFitTheirPlace[COMMENTS]"),
                Mutant.inbox(
                        "BeginsAnewInSilence",
                        () -> new Passing.Inbox() {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                try {
                                    return super.spoiled(call, window);
                                } catch (NetworkException failed) {
                                    if (failed.kind() != ErrorKind.CURSOR_INVALID) {
                                        throw failed;
                                    }
                                    return super.spoiled(call, new FetchWindow(null, null, window.limit()));
                                }
                            }
                        },
                        "paging/aForeignCursorIsRefused[COMMENTS]"),
                Mutant.inbox(
                        "SwallowsError",
                        () -> new Passing.Inbox() {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                try {
                                    return super.spoiled(call, window);
                                } catch (NetworkException failed) {
                                    if (window.cursor() == null || failed.kind() != ErrorKind.TRANSIENT) {
                                        throw failed;
                                    }
                                    return new InboxPage(List.of(), List.of(), List.of(), window.cursor(), true);
                                }
                            }
                        },
                        "paging/aFailedPageIsNotTheEnd[COMMENTS]"));
    }

    private static List<Mutant> responders() {
        return List.of(
                Mutant.answering(
                        "LiesAboutReply",
                        () -> new Passing.Answering() {
                            @Override
                            public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message)
                                    throws NetworkException {
                                if (target.kind() == ItemKind.DIRECT_MESSAGE) {
                                    throw new NetworkException(ErrorKind.UNSUPPORTED, "Not after all");
                                }
                                return to.reply(call, target, message);
                            }
                        },
                        "responder/anAnswerIsOut[DIRECT_MESSAGES]",
                        "responder/anAnswerWithoutAnswerIsUnknown[DIRECT_MESSAGES]",
                        "responder/aRefusedAnswerIsNotTriedAgain[DIRECT_MESSAGES]"),
                Mutant.answering(
                        "RepeatsAnswers",
                        () -> new Passing.Answering() {
                            @Override
                            public Sent reply(NetworkCall call, ReplyTarget target, OutboundMessage message)
                                    throws NetworkException {
                                try {
                                    return to.reply(call, target, message);
                                } catch (NetworkException failed) {
                                    if (failed.kind() != ErrorKind.TRANSIENT || target.kind() != ItemKind.COMMENT) {
                                        throw failed;
                                    }
                                    return to.reply(call, target, message);
                                }
                            }
                        },
                        "responder/aRefusedAnswerIsNotTriedAgain[COMMENTS]"),
                Mutant.answering(
                        "HidesForGood",
                        () -> new Passing.Answering() {
                            @Override
                            public void hide(NetworkCall call, ReplyTarget target, boolean hidden)
                                    throws NetworkException {
                                to.hide(call, target, true);
                            }
                        },
                        "responder/aCommentIsHiddenAndShownAgain"),
                Mutant.answering(
                        "LikesNothing",
                        () -> new Passing.Answering() {
                            @Override
                            public void like(NetworkCall call, ReplyTarget target, boolean liked) {
                                call.checkActive();
                            }
                        },
                        "responder/aCommentIsLikedAndNoLonger"),
                Mutant.answering(
                        "AnswersPrivatelyUndeclared",
                        () -> new Passing.Answering() {
                            @Override
                            public Sent replyPrivately(NetworkCall call, ReplyTarget target, OutboundMessage message) {
                                return new Sent(new RemoteId("m0"), call.clock().instant());
                            }
                        },
                        "responder/aCommentIsAnsweredPrivately"));
    }

    private static List<Mutant> analysts() {
        return List.of(
                Mutant.figures(
                        "LosesAllWithOne",
                        () -> new Passing.Figures() {
                            @Override
                            public List<MetricSample> collect(NetworkCall call, MetricQuery query)
                                    throws NetworkException {
                                List<MetricSample> samples = to.collect(call, query);
                                boolean whole = query.publications().isEmpty() || samples.size() % 2 == 0;
                                return whole ? samples : List.of();
                            }
                        },
                        "analytics/aRetiredMetricDoesNotLoseTheOthers"),
                Mutant.figures(
                        "ReportsWhatNobodyDeclared",
                        () -> new Passing.Figures() {
                            @Override
                            public List<MetricSample> collect(NetworkCall call, MetricQuery query)
                                    throws NetworkException {
                                List<MetricSample> samples = new ArrayList<>(to.collect(call, query));
                                if (query.publications().isEmpty()) {
                                    Instant now = call.clock().instant();
                                    samples.add(new MetricSample("shoe-size", null, now, now, 42, new TreeMap<>()));
                                }
                                return samples;
                            }
                        },
                        "analytics/figuresOfTheAccountAreRead"),
                Mutant.figures(
                        "TakesFailureForZero",
                        () -> new Passing.Figures() {
                            @Override
                            public List<MetricSample> collect(NetworkCall call, MetricQuery query)
                                    throws NetworkException {
                                try {
                                    return to.collect(call, query);
                                } catch (NetworkException failed) {
                                    return List.of();
                                }
                            }
                        },
                        "analytics/aFailureIsNotNoFigures"));
    }

    private static List<Mutant> hooks() {
        return List.of(
                Mutant.webhooks(
                        "VerifiesWithoutASecret",
                        () -> new Passing.Webhooks() {
                            @Override
                            public boolean verify(WebhookRequest request, String secret) {
                                return secret.isEmpty() || to.verify(request, secret);
                            }
                        },
                        "webhook/anEmptySecretVerifiesNothing"),
                Mutant.webhooks(
                        "BelievesTheUnsigned",
                        () -> new Passing.Webhooks() {
                            @Override
                            public boolean verify(WebhookRequest request, String secret) {
                                return request.headers().isEmpty() || to.verify(request, secret);
                            }
                        },
                        "webhook/aMissingSignatureIsRefused"),
                Mutant.webhooks(
                        "SignsHalfTheBody",
                        () -> new Passing.Webhooks() {
                            @Override
                            public boolean verify(WebhookRequest request, String secret) {
                                String body = new String(request.body(), StandardCharsets.UTF_8);
                                return request.header(LoopbackWebhooks.SIGNATURE)
                                                        .orElse("")
                                                        .length()
                                                == 64
                                        && !secret.isEmpty()
                                        && !secret.endsWith("x")
                                        && body.startsWith("{\"type");
                            }
                        },
                        "webhook/aChangedBodyIsRefused"));
    }

    private static List<Mutant> manners() {
        return List.of(
                Mutant.network("Sleeps", SleepingNetwork::new, "behaviour/startsNoThreadsAndNeverSleeps"),
                Mutant.network("ReadsItsOwnClock", ClockReadingNetwork::new, "behaviour/readsNoClockButTheCalls"),
                Mutant.network("HasItsOwnWire", WiredNetwork::new, "behaviour/knowsNoWireButTheCalls"),
                Mutant.network("TouchesFiles", FilingNetwork::new, "behaviour/touchesNoFilesAndNoProcess"),
                Mutant.network("KeepsThreadLocals", ThreadKeepingNetwork::new, "behaviour/leavesNothingInThreads"),
                Mutant.publishing(
                        "LeaksThread",
                        () -> new Passing.Publishing() {
                            @Override
                            public Reconciliation reconcile(
                                    NetworkCall call, Variant variant, @Nullable ResumeToken token, Instant notBefore)
                                    throws NetworkException {
                                Background.leak();
                                return to.reconcile(call, variant, token, notBefore);
                            }
                        },
                        "behaviour/noThreadIsLeftAfterCalls"),
                Mutant.network("LeaksAThreadPerInstance", Leaking::new, "lifecycle/instancesComeAndGoWithoutATrace"),
                Mutant.network("Remembers", Remembering::new, "lifecycle/anInstanceHoldsNothingThatGrows"),
                Mutant.inbox(
                        "IgnoresDeadline",
                        () -> new Passing.Inbox(InboxFeed.MENTIONS) {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                Instant soon = call.clock().instant().plus(Duration.ofSeconds(1));
                                if (call.deadline().isBefore(soon)) {
                                    Background.pause(700);
                                }
                                return super.spoiled(call, window);
                            }
                        },
                        "behaviour/readingEndsAtItsDeadline"),
                Mutant.inbox(
                        "IgnoresInterrupt",
                        () -> new Passing.Inbox(InboxFeed.MENTIONS) {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                try {
                                    return super.spoiled(call, window);
                                } catch (NetworkException failed) {
                                    if (Thread.interrupted()) {
                                        Background.pause(400);
                                    }
                                    throw failed;
                                }
                            }
                        },
                        "behaviour/readingEndsWhenInterrupted"),
                Mutant.inbox(
                        "TriesReadsAgain",
                        () -> new Passing.Inbox(InboxFeed.MENTIONS) {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                try {
                                    return super.spoiled(call, window);
                                } catch (NetworkException failed) {
                                    if (!String.valueOf(failed.getMessage()).contains("503")) {
                                        throw failed;
                                    }
                                    return super.spoiled(call, window);
                                }
                            }
                        },
                        "behaviour/aFailedReadIsNotTriedAgain"),
                Mutant.inbox(
                        "TellsSecrets",
                        () -> new Passing.Inbox(InboxFeed.MENTIONS) {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                try {
                                    return super.spoiled(call, window);
                                } catch (NetworkException failed) {
                                    throw NetworkException.of(
                                                    failed.kind(),
                                                    failed.getMessage() + " with "
                                                            + call.accessToken().value())
                                            .retryAt(failed.retryAt().orElse(null))
                                            .build();
                                }
                            }
                        },
                        "behaviour/secretsAreNotToldWhenReadingFails"),
                Mutant.inbox(
                        "SwallowsRevocation",
                        () -> new Passing.Inbox(InboxFeed.MENTIONS) {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                try {
                                    return super.spoiled(call, window);
                                } catch (CallRevokedException revoked) {
                                    throw new NetworkException(ErrorKind.TRANSIENT, "Something was in the way");
                                }
                            }
                        },
                        "behaviour/aRevokedCallIsPassedOn"),
                Mutant.inbox(
                        "CallsElsewhere",
                        () -> new Passing.Inbox(InboxFeed.MENTIONS) {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                try {
                                    call.http()
                                            .send(HttpRequest.get("spy", URI.create("https://spy.example/"))
                                                    .build());
                                } catch (NetworkException refused) {
                                    return super.spoiled(call, window);
                                }
                                return super.spoiled(call, window);
                            }
                        },
                        "behaviour/onlyAllowedHostsAreCalled"),
                Mutant.inbox(
                        "ForgetsWhenToReturn",
                        () -> new Passing.Inbox(InboxFeed.MENTIONS) {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                try {
                                    return super.spoiled(call, window);
                                } catch (NetworkException failed) {
                                    throw new NetworkException(failed.kind(), failed.getMessage());
                                }
                            }
                        },
                        "errors/reading[429]WithRetryAfterIsALimit"),
                Mutant.inbox(
                        "TakesPagesForEmptiness",
                        () -> new Passing.Inbox(InboxFeed.MENTIONS) {
                            @Override
                            InboxPage spoiled(NetworkCall call, FetchWindow window) throws NetworkException {
                                try {
                                    return super.spoiled(call, window);
                                } catch (NetworkException failed) {
                                    if (!String.valueOf(failed.getMessage()).contains("no JSON object")
                                            || window.cursor() != null) {
                                        throw failed;
                                    }
                                    return new InboxPage(List.of(), List.of(), List.of(), null, true);
                                }
                            }
                        },
                        "errors/aPageInsteadOfDataIsTransient",
                        "errors/aCutAnswerIsTransient",
                        "errors/anEmptyAnswerIsTransient",
                        "behaviour/secretsAreNotToldWhenReadingFails"),
                Mutant.network(
                        "CountsUnknownBudgets",
                        Miscounting::new,
                        "behaviour/quotaObservationsNameTheDescriptorsBudgets"));
    }

    /** Starts something as soon as it is made. */
    private static final class Leaking extends PassingNetwork {
        Leaking(NetworkPlugin to) {
            super(to);
            Background.leak();
        }
    }

    /** Keeps a list of its own. */
    private static final class Remembering extends PassingNetwork {
        private final List<String> seen = new ArrayList<>();

        Remembering(NetworkPlugin to) {
            super(to);
        }

        @Override
        public Optional<InboxSource> inboxSource() {
            seen.add("asked");
            return to.inboxSource();
        }
    }

    /** Speaks of a budget that nobody declared. */
    private static final class Miscounting extends PassingNetwork {
        Miscounting(NetworkPlugin to) {
            super(to);
        }

        @Override
        public Optional<QuotaReader> quotaReader() {
            return Optional.of(
                    (operation, response) -> response.header("x-loopback-reset").isEmpty()
                            ? List.of()
                            : List.of(new QuotaObservation(
                                    "somebody.elses", QuotaRule.Scope.APP, 10, 1, Instant.EPOCH.plusSeconds(1))));
        }
    }
}
