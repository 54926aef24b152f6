package org.parvis.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.Idempotency;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.QuotaRule;
import org.parvis.spi.InboxFeed;
import org.parvis.spi.NetworkPlugin;

/** The descriptor is whole and sane, and says neither more nor less than the plugin has. */
final class DescriptorSuite extends Suite {
    private static final Set<String> STANDARD_METRICS = Set.of(
            "impressions",
            "reach",
            "engagements",
            "reactions",
            "comments",
            "shares",
            "clicks",
            "video.views",
            "video.watch-time",
            "followers");

    private static final Set<Capability> CONTENT = EnumSet.of(
            Capability.PUBLISH_TEXT,
            Capability.PUBLISH_LINK,
            Capability.PUBLISH_IMAGE,
            Capability.PUBLISH_VIDEO,
            Capability.PUBLISH_CAROUSEL,
            Capability.PUBLISH_STORY,
            Capability.PUBLISH_POLL,
            Capability.PUBLISH_DOCUMENT);

    private final NetworkDescriptor descriptor;

    DescriptorSuite(Kit kit) {
        super("descriptor", kit);
        descriptor = kit.descriptor();
        shape();
        languages();
        facets();
    }

    private void shape() {
        test(
                "capabilitiesAreClosedUnderWhatTheyNeed",
                s -> assertThat(descriptor.capabilities()).isEqualTo(Capability.closure(descriptor.capabilities())));
        test("everyMissingCapabilityHasItsReasonAndNoOfferedOneHas", s -> reasons());
        test(
                "everyFormatBelongsToADeclaredCapability",
                s -> assertThat(descriptor.formats())
                        .allSatisfy(format -> assertThat(descriptor.offers(format.capability()))
                                .as("format %s needs %s", format.id(), format.capability())
                                .isTrue()));
        test(
                "everyKindOfContentHasAFormat",
                s -> assertThat(descriptor.capabilities().stream()
                                .filter(CONTENT::contains)
                                .filter(c -> descriptor.formats().stream().noneMatch(f -> f.capability() == c)))
                        .as("declared without a format")
                        .isEmpty());
        test(
                "formatsHaveIdsOfTheirOwn",
                s -> assertThat(descriptor.formats())
                        .extracting(ContentFormat::id)
                        .doesNotHaveDuplicates());
        test("limitsAreSane", s -> assertThat(descriptor.formats()).allSatisfy(DescriptorSuite::sane));
        test("budgetsAreNamedOnceAndCostSomething", s -> budgets());
        test(
                "scopesAreAskedForWhatIsOfferedOnly",
                s -> assertThat(descriptor.capabilities())
                        .containsAll(descriptor.oauth().scopes().keySet()));
        test("theNetworksAddressesAreAllowedHosts", s -> hosts());
        test(
                "metricsHaveStandardNamesOrTheNetworksOwn",
                s -> assertThat(descriptor.metrics())
                        .allSatisfy(metric -> assertThat(STANDARD_METRICS.contains(metric.id())
                                        || metric.id().startsWith(descriptor.id() + ":"))
                                .as(metric.id())
                                .isTrue()));
        test("figuresAreDeclaredWhereTheyAreOffered", s -> figures());
        test(
                "whoIsLookedUpCanBeLookedUp",
                s -> assertThat(descriptor.idempotency() == Idempotency.LOOKUP
                                && descriptor.offers(Capability.PUBLISH)
                                && !descriptor.offers(Capability.RECONCILE))
                        .as("idempotency LOOKUP means that RECONCILE is offered")
                        .isFalse());
        test(
                "kindsOfAccountLackOnlyWhatTheNetworkHas",
                s -> assertThat(descriptor.accountKinds())
                        .allSatisfy(
                                kind -> assertThat(descriptor.capabilities()).containsAll(kind.lacks())));
    }

    /** A plugin may speak English alone; whatever else it speaks, it speaks throughout. */
    private void languages() {
        Wordings wordings = new Wordings(descriptor);
        test("everyTextIsSaidInEachLanguageOfTheDescriptor", s -> {
            Set<String> languages = wordings.languages();
            assertThat(wordings.texts())
                    .allSatisfy(text -> assertThat(text).as("languages").containsAll(languages));
        });
        test("whatTheCodeSaysIsSaidInEachLanguageOfTheDescriptor", s -> {
            for (String language : wordings.languages()) {
                Set<String> missing = new TreeSet<>();
                if (!language.equals("en")) {
                    missing.addAll(
                            Wordings.sentences(BundleContent.open(kit.tck().bundle())));
                    missing.removeIf(sentence -> descriptor
                            .sentences()
                            .getOrDefault(sentence, Map.of())
                            .containsKey(language));
                }
                assertThat(missing)
                        .as("to be said in '%s' by the descriptor's \"sentences\"", language)
                        .isEmpty();
            }
        });
    }

    private void reasons() {
        for (Capability capability : Capability.values()) {
            Map<String, String> reasons = descriptor.unavailable().getOrDefault(capability, Map.of());
            if (descriptor.offers(capability)) {
                assertThat(reasons).as("%s is offered", capability).isEmpty();
            } else {
                assertThat(reasons.keySet()).as("why not %s", capability).contains("en");
            }
        }
    }

    private static void sane(ContentFormat format) {
        ContentFormat.Media media = format.media();
        assertThat(format.text().maximum()).as("%s: text", format.id()).isNotNegative();
        assertThat(media.minimum()).as("%s: files", format.id()).isBetween(0, media.maximum());
        assertThat(media.types().isEmpty()).as("%s: types", format.id()).isEqualTo(media.maximum() == 0);
        assertThat(media.types()).as("%s: types", format.id()).allMatch(t -> t.matches("[a-z]+/[a-z0-9.+-]+"));
        if (media.minimumDuration() != null && media.maximumDuration() != null) {
            assertThat(media.minimumDuration()).isLessThanOrEqualTo(media.maximumDuration());
        }
        if (media.aspect() != null) {
            assertThat(media.aspect().minimum())
                    .isPositive()
                    .isLessThanOrEqualTo(media.aspect().maximum());
        }
    }

    private void budgets() {
        assertThat(descriptor.quotas())
                .extracting(q -> q.bucket() + " " + q.scope())
                .doesNotHaveDuplicates();
        for (QuotaRule rule : descriptor.quotas()) {
            assertThat(rule.limit()).as(rule.bucket()).isPositive();
            assertThat(rule.costs()).as(rule.bucket()).isNotEmpty();
            assertThat(rule.costs().values()).as(rule.bucket()).allMatch(cost -> cost >= 0 && cost <= rule.limit());
        }
    }

    private void hosts() {
        Stream<URI> addresses =
                Stream.of(descriptor.baseAddress(), descriptor.oauth().tokenEndpoint());
        assertThat(addresses.map(URI::getHost))
                .allSatisfy(host -> assertThat(descriptor.allowedHosts())
                        .as("%s is allowed", host)
                        .anyMatch(a -> a.startsWith("*.") ? host.endsWith(a.substring(1)) : a.equals(host)));
    }

    private void figures() {
        Set<Object> subjects = new HashSet<>();
        descriptor.metrics().forEach(metric -> subjects.addAll(metric.subjects()));
        assertThat(subjects.stream().map(Object::toString))
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                Map.entry("ACCOUNT", Capability.ANALYTICS_ACCOUNT),
                                Map.entry("PUBLICATION", Capability.ANALYTICS_PUBLICATION))
                        .filter(entry -> descriptor.offers(entry.getValue()))
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private void facets() {
        facet("publisher", NetworkPlugin::publisher, Capability.PUBLISH);
        facet("timelineSource", NetworkPlugin::timelineSource, Capability.TIMELINE);
        facet(
                "inboxSource",
                NetworkPlugin::inboxSource,
                Capability.INBOX_COMMENTS,
                Capability.INBOX_MENTIONS,
                Capability.INBOX_DIRECT,
                Capability.INBOX_REVIEWS);
        facet(
                "responder",
                NetworkPlugin::responder,
                Capability.REPLY_COMMENT,
                Capability.REPLY_DIRECT,
                Capability.HIDE_COMMENT,
                Capability.REMOVE_COMMENT,
                Capability.PRIVATE_REPLY,
                Capability.REACT);
        facet(
                "analyticsSource",
                NetworkPlugin::analyticsSource,
                Capability.ANALYTICS_ACCOUNT,
                Capability.ANALYTICS_PUBLICATION);
        facet("webhookReceiver", NetworkPlugin::webhookReceiver, Capability.WEBHOOKS);
        test("feedsAreTheDeclaredInboxes", s -> feeds(s));
    }

    private void facet(String name, Function<NetworkPlugin, Optional<?>> facet, Capability... serves) {
        boolean declared = Arrays.stream(serves).anyMatch(descriptor::offers);
        test(
                name + "IsThereExactlyWhenDeclared",
                s -> assertThat(facet.apply(s.plugin()).isPresent())
                        .as("the facet is there")
                        .isEqualTo(declared));
    }

    private void feeds(Subject subject) throws Exception {
        Map<Capability, InboxFeed> feeds = new EnumMap<>(Capability.class);
        feeds.put(Capability.INBOX_COMMENTS, InboxFeed.COMMENTS);
        feeds.put(Capability.INBOX_MENTIONS, InboxFeed.MENTIONS);
        feeds.put(Capability.INBOX_DIRECT, InboxFeed.DIRECT_MESSAGES);
        feeds.put(Capability.INBOX_REVIEWS, InboxFeed.REVIEWS);
        List<InboxFeed> declared = feeds.entrySet().stream()
                .filter(entry -> descriptor.offers(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        Set<InboxFeed> served =
                subject.plugin().inboxSource().map(i -> i.feeds()).orElse(Set.of());
        assertThat(served.stream().map(f -> f.name().toLowerCase(Locale.ROOT)).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(declared.stream()
                        .map(f -> f.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
