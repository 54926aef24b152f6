package org.parvis.toolkit.descriptor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountKind;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.Idempotency;
import org.parvis.model.ItemKind;
import org.parvis.model.MetricDefinition;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.OAuthProfile;
import org.parvis.model.QuotaRule;
import org.parvis.model.ReplyPolicy;
import org.parvis.model.Retention;
import org.parvis.model.SignInProfile;
import org.parvis.model.TextRule;

/**
 * Reads {@code OSGI-INF/network/<id>.json} into a {@link NetworkDescriptor} and checks it: the shape of every member and what
 * a schema cannot say (implications of capabilities, formats and scopes of declared capabilities only, windows that fit their
 * kind). The shape is written down in {@code org/parvis/spi/network-descriptor.schema.json} of the bundle {@code spi}:
 *
 * <ul>
 *   <li>member names are the component names of the records; unknown members are refused, {@code $schema} excepted
 *   <li>durations are ISO-8601 texts ({@code "PT15M"}), addresses absolute {@code https}, enum constants by name
 *   <li>sets and lists are arrays; maps are objects: {@code "unavailable": {"PUBLISH_STORY": {"en": "…", "fr": "…"}}},
 *       {@code "scopes": {"PUBLISH_TEXT": ["tweet.write"]}}, {@code "costs": {"tweets.create": 1}}
 *   <li>{@code sentences} holds what the plugin's code says, by its English wording and by language:
 *       {@code {"A title has at most {0} characters": {"fr": "Un titre compte au plus {0} caractères"}}}
 *   <li>{@code optionsSchema} is the JSON Schema itself, embedded as an object
 *   <li>may be left out: {@code unavailable, formats, quotas, replyPolicies, metrics, optionsSchema, sentences,
 *       visibilityWindow} (none)
 * </ul>
 *
 * All problems are found in one run. Only the tree model is used, so no class of a caller ends up in a cache of the JSON
 * library. Thread-safe, does not block.
 */
public final class DescriptorReader {
    /** Where the descriptor lies in a plugin's bundle, before {@code <id>.json}. */
    public static final String FOLDER = "OSGI-INF/network/";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String HOST = "(\\*\\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*[a-z0-9]";

    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    private DescriptorReader() {}

    /** Parses the file without looking at its members. */
    public static ObjectNode parse(byte[] json, String source) throws DescriptorException {
        try {
            JsonNode tree = MAPPER.readTree(json);
            if (tree instanceof ObjectNode) {
                return (ObjectNode) tree;
            }
            throw refused(source, "the file must hold one JSON object");
        } catch (JsonProcessingException e) {
            String where =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw refused(source, "is not JSON: " + e.getOriginalMessage() + where);
        } catch (IOException e) {
            throw refused(source, "cannot be read: " + e.getMessage());
        }
    }

    /** Reads and checks a descriptor. {@code source} names the file in messages. */
    public static NetworkDescriptor read(byte[] json, String source) throws DescriptorException {
        return read(parse(json, source), source);
    }

    /** Reads and checks a descriptor that was parsed already, for instance with overrides laid over it. */
    public static NetworkDescriptor read(JsonNode tree, String source) throws DescriptorException {
        Problems problems = new Problems();
        Member root = new Member(tree, "", problems);
        NetworkDescriptor descriptor = root.object() ? descriptor(root) : null;
        if (descriptor == null || !problems.found().isEmpty()) {
            throw new DescriptorException(source, problems.found());
        }
        return descriptor;
    }

    private static DescriptorException refused(String source, String mend) {
        return new DescriptorException(source, List.of(new DescriptorProblem("", "", mend)));
    }

    private static NetworkDescriptor descriptor(Member root) {
        root.at("$schema");
        Set<Capability> capabilities = capabilities(root.at("capabilities"));
        List<String> hosts = root.at("allowedHosts").list(DescriptorReader::host);
        NetworkDescriptor descriptor = new NetworkDescriptor(
                id(root.at("id")),
                root.at("displayName").text(),
                root.at("apiVersion").text(),
                root.at("documentation").address(),
                root.at("baseAddress").address(),
                hosts,
                capabilities,
                unavailable(root.at("unavailable"), capabilities),
                root.at("formats").list(format -> format(format, capabilities)),
                root.at("quotas").list(DescriptorReader::quota),
                root.at("replyPolicies").list(DescriptorReader::replyPolicy),
                root.at("metrics").list(DescriptorReader::metric),
                root.at("idempotency").constant(Idempotency.class, Idempotency.NONE),
                optionalDuration(root.at("visibilityWindow"), Duration.ZERO),
                oauth(root.at("oauth"), capabilities),
                signIn(root.at("signIn")),
                root.at("accountKinds").list(kind -> accountKind(kind, capabilities)),
                retention(root.at("retention")),
                optionsSchema(root.at("optionsSchema")),
                sentences(root.at("sentences")));
        checkWhole(root, descriptor);
        root.nothingElse();
        return descriptor;
    }

    private static void checkWhole(Member root, NetworkDescriptor descriptor) {
        if (descriptor.allowedHosts().isEmpty()) {
            root.at("allowedHosts").problem("must name at least one host");
        }
        String host = descriptor.baseAddress().getHost();
        if (!covers(descriptor.allowedHosts(), host)) {
            root.at("baseAddress").problem("the host " + host + " must be among allowedHosts");
        }
        unique(
                root.at("formats"),
                descriptor.formats().stream().map(ContentFormat::id).toList(),
                "id");
        unique(
                root.at("quotas"),
                descriptor.quotas().stream()
                        .map(q -> q.bucket() + "@" + q.scope())
                        .toList(),
                "bucket and scope");
        unique(
                root.at("metrics"),
                descriptor.metrics().stream().map(MetricDefinition::id).toList(),
                "id");
        boolean publishes = descriptor.offers(Capability.PUBLISH);
        if (publishes && descriptor.formats().isEmpty()) {
            root.at("formats").problem("a network that offers PUBLISH needs at least one format");
        }
    }

    private static void unique(Member member, List<String> keys, String what) {
        Set<String> seen = new TreeSet<>();
        for (String key : keys) {
            if (!seen.add(key)) {
                member.problem("two entries have the " + what + " \"" + key + "\"");
            }
        }
    }

    private static boolean covers(List<String> patterns, String host) {
        return patterns.stream().anyMatch(p -> p.startsWith("*.") ? host.endsWith(p.substring(1)) : host.equals(p));
    }

    private static NetworkId id(Member member) {
        try {
            return new NetworkId(member.text());
        } catch (IllegalArgumentException e) {
            member.problem("must be 2 to 31 of a-z, 0-9 and '-', and begin with a letter");
            return new NetworkId("unknown");
        }
    }

    private static String host(Member member) {
        String host = member.text();
        if (!host.matches(HOST)) {
            member.problem("must be a lower-case host name such as \"api.example.com\" or \"*.example.com\"; "
                    + "no address in digits, no port, no scheme");
        }
        return host;
    }

    private static Set<Capability> capabilities(Member member) {
        EnumSet<Capability> declared = EnumSet.noneOf(Capability.class);
        if (!member.exists()) {
            member.problem("is missing; it must be an array of capability names");
        }
        member.list(m -> m.constant(Capability.class, Capability.PUBLISH)).forEach(declared::add);
        Set<Capability> missing = EnumSet.noneOf(Capability.class);
        missing.addAll(Capability.closure(declared));
        missing.removeAll(declared);
        if (!missing.isEmpty()) {
            member.problem("what is declared needs " + missing + " too; add them");
        }
        return declared;
    }

    private static @Nullable Capability capability(Member member, String name) {
        for (Capability capability : Capability.values()) {
            if (capability.name().equals(name)) {
                return capability;
            }
        }
        member.at(name).problem("there is no capability of this name");
        return null;
    }

    private static Map<Capability, Map<String, String>> unavailable(Member member, Set<Capability> declared) {
        Map<Capability, Map<String, String>> reasons = new EnumMap<>(Capability.class);
        member.map(m -> m.map(Member::text)).forEach((name, texts) -> {
            Capability capability = capability(member, name);
            if (capability == null) {
                return;
            }
            if (declared.contains(capability)) {
                member.at(name).problem("is declared in capabilities, so it cannot be unavailable");
            }
            if (!texts.containsKey("en")) {
                member.at(name).problem("needs at least the reason in English (\"en\")");
            }
            reasons.put(capability, Map.copyOf(texts));
        });
        return reasons;
    }

    /** What varies is numbered, so that a language may say it in another order. */
    private static Map<String, Map<String, String>> sentences(Member member) {
        Map<String, Map<String, String>> sentences = new TreeMap<>();
        member.map(m -> m.map(Member::text)).forEach((english, said) -> {
            List<String> places = places(english);
            if (!places.equals(IntStream.range(0, places.size())
                    .mapToObj(i -> "{" + i + "}")
                    .toList())) {
                member.at(english).problem("must number what varies in its order, from {0} on, each once");
            }
            said.forEach((language, sentence) -> {
                if (!Set.copyOf(places(sentence)).equals(Set.copyOf(places))) {
                    member.at(english)
                            .at(language)
                            .problem("must have the places " + places + " of the English sentence");
                }
            });
            if (said.containsKey("en")) {
                member.at(english).at("en").problem("is the name of this member already; leave it out");
            }
            sentences.put(english, Map.copyOf(said));
        });
        return sentences;
    }

    private static List<String> places(String sentence) {
        return PLACE.matcher(sentence).results().map(MatchResult::group).toList();
    }

    private static ContentFormat format(Member member, Set<Capability> declared) {
        Capability capability = member.at("capability").constant(Capability.class, Capability.PUBLISH);
        if (!declared.contains(capability)) {
            member.at("capability").problem("is not declared in capabilities");
        }
        ContentFormat format = new ContentFormat(
                member.at("id").text(), capability, text(member.at("text")), media(member.at("media")));
        member.nothingElse();
        return format;
    }

    private static ContentFormat.Text text(Member member) {
        member.object();
        ContentFormat.Text text = new ContentFormat.Text(
                member.at("maximum").count(0),
                member.at("rule").constant(TextRule.class, TextRule.UTF16),
                member.at("required").bool(false));
        member.nothingElse();
        return text;
    }

    private static ContentFormat.Media media(Member member) {
        member.object();
        int minimum = member.at("minimum").count(0);
        int maximum = member.at("maximum").count(0);
        if (maximum < minimum) {
            member.at("maximum").problem("must not be below minimum");
        }
        List<String> types = member.at("types").list(Member::text);
        if (maximum > 0 && types.isEmpty()) {
            member.at("types").problem("must name the media types that are taken, such as \"image/png\"");
        }
        ContentFormat.Media media = new ContentFormat.Media(
                minimum,
                maximum,
                types,
                member.at("maximumBytes").exists() ? member.at("maximumBytes").number(0) : 0,
                optionalDuration(member.at("minimumDuration")),
                optionalDuration(member.at("maximumDuration")),
                aspect(member.at("aspect")),
                member.at("delivery").exists()
                        ? member.at("delivery")
                                .constant(ContentFormat.MediaDelivery.class, ContentFormat.MediaDelivery.PUSH)
                        : ContentFormat.MediaDelivery.PUSH);
        member.nothingElse();
        return media;
    }

    private static ContentFormat.@Nullable AspectRange aspect(Member member) {
        if (!member.exists()) {
            return null;
        }
        member.object();
        ContentFormat.AspectRange range = new ContentFormat.AspectRange(
                member.at("minimum").decimal(0), member.at("maximum").decimal(0));
        if (range.maximum() < range.minimum()) {
            member.at("maximum").problem("must not be below minimum");
        }
        member.nothingElse();
        return range;
    }

    private static AccountKind accountKind(Member member, Set<Capability> declared) {
        Map<Capability, Map<String, String>> lacks = new EnumMap<>(Capability.class);
        member.at("unavailable").map(m -> m.map(Member::text)).forEach((name, texts) -> {
            Capability capability = capability(member.at("unavailable"), name);
            if (capability != null && !declared.contains(capability)) {
                member.at("unavailable").at(name).problem("is not declared in capabilities");
            } else if (capability != null) {
                lacks.put(capability, Map.copyOf(texts));
            }
        });
        AccountKind kind =
                new AccountKind(member.at("id").text(), member.at("names").map(Member::text), lacks);
        if (!kind.names().containsKey("en")) {
            member.at("names").problem("needs at least the name in English (\"en\")");
        }
        member.nothingElse();
        return kind;
    }

    private static @Nullable SignInProfile signIn(Member member) {
        if (!member.exists()) {
            return null;
        }
        Map<String, String> identifier = member.at("identifier").map(Member::text);
        Map<String, String> secret = member.at("secret").map(Member::text);
        if (!identifier.isEmpty() && !identifier.containsKey("en")) {
            member.at("identifier").problem("needs at least the name in English (\"en\")");
        }
        if (!secret.containsKey("en")) {
            member.at("secret").problem("needs at least the name in English (\"en\")");
        }
        SignInProfile profile =
                new SignInProfile(identifier, secret, member.at("help").address());
        member.nothingElse();
        return profile;
    }

    private static Retention retention(Member member) {
        if (!member.exists()) {
            return Retention.unlimited();
        }
        member.object();
        Retention retention = new Retention(
                optionalDuration(member.at("itemText")),
                optionalDuration(member.at("author")),
                optionalDuration(member.at("metrics")));
        member.nothingElse();
        return retention;
    }

    private static QuotaRule quota(Member member) {
        QuotaRule rule = new QuotaRule(
                member.at("bucket").text(),
                member.at("scope").constant(QuotaRule.Scope.class, QuotaRule.Scope.APP),
                member.at("limit").number(1),
                window(member.at("window")),
                member.at("costs").map(m -> m.number(0)),
                member.at("unit").text());
        if (rule.costs().isEmpty()) {
            member.at("costs").problem("must name at least one operation and what it costs");
        }
        member.nothingElse();
        return rule;
    }

    private static QuotaRule.Window window(Member member) {
        member.object();
        QuotaRule.Window.Kind kind =
                member.at("kind").constant(QuotaRule.Window.Kind.class, QuotaRule.Window.Kind.FIXED);
        ZoneId zone = member.at("zone").zone();
        boolean daily = kind == QuotaRule.Window.Kind.DAILY;
        Duration length = daily && !member.at("length").exists()
                ? Duration.ofDays(1)
                : member.at("length").duration();
        if (length.isZero()) {
            member.at("length").problem("must be longer than nothing");
        }
        if (daily && zone == null) {
            member.at("zone").problem("a DAILY window needs the zone whose midnight it is");
        }
        member.nothingElse();
        return new QuotaRule.Window(kind, length, zone);
    }

    private static ReplyPolicy replyPolicy(Member member) {
        ReplyPolicy policy = new ReplyPolicy(
                member.at("kind").constant(ItemKind.class, ItemKind.COMMENT),
                member.at("mayStart").bool(false),
                optionalDuration(member.at("window")),
                optionalDuration(member.at("personWindow")),
                member.at("reasons").map(Member::text));
        boolean silent = policy.window() == null && policy.reasons().isEmpty();
        if (!silent && !policy.reasons().containsKey("en")) {
            member.at("reasons")
                    .problem("needs the sentence a person reads when it is over, at least in English (\"en\")");
        }
        member.nothingElse();
        return policy;
    }

    private static MetricDefinition metric(Member member) {
        MetricDefinition metric = new MetricDefinition(
                member.at("id").text(),
                member.at("unit").text(),
                member.at("aggregation")
                        .constant(MetricDefinition.Aggregation.class, MetricDefinition.Aggregation.NOT_ADDITIVE),
                Set.copyOf(EnumSet.copyOf(subjects(member.at("subjects")))),
                optionalDuration(member.at("delay"), Duration.ZERO));
        member.nothingElse();
        return metric;
    }

    private static List<MetricDefinition.Subject> subjects(Member member) {
        List<MetricDefinition.Subject> subjects =
                member.list(m -> m.constant(MetricDefinition.Subject.class, MetricDefinition.Subject.ACCOUNT));
        if (subjects.isEmpty()) {
            member.problem("must name ACCOUNT, PUBLICATION or both");
            return List.of(MetricDefinition.Subject.ACCOUNT);
        }
        return subjects;
    }

    private static OAuthProfile oauth(Member member, Set<Capability> declared) {
        member.object();
        URI revoke = member.at("revokeEndpoint").exists()
                ? member.at("revokeEndpoint").address()
                : null;
        OAuthProfile profile = new OAuthProfile(
                member.at("authorizeEndpoint").address(),
                member.at("tokenEndpoint").address(),
                revoke,
                member.at("clientAuthentication")
                        .constant(OAuthProfile.ClientAuthentication.class, OAuthProfile.ClientAuthentication.BASIC),
                member.at("pkce").bool(true),
                Set.copyOf(new TreeSet<>(member.at("baseScopes").list(Member::text))),
                scopes(member.at("scopes"), declared),
                member.at("scopeSeparator").exists()
                        ? member.at("scopeSeparator").anyText()
                        : " ",
                member.at("refresh").constant(OAuthProfile.RefreshStyle.class, OAuthProfile.RefreshStyle.NONE),
                member.at("accessLifetime").duration(),
                optionalDuration(member.at("refreshLifetime")));
        member.nothingElse();
        return profile;
    }

    private static Map<Capability, Set<String>> scopes(Member member, Set<Capability> declared) {
        Map<Capability, Set<String>> scopes = new EnumMap<>(Capability.class);
        member.map(m -> Set.copyOf(new TreeSet<>(m.list(Member::text)))).forEach((name, values) -> {
            Capability capability = capability(member, name);
            if (capability == null) {
                return;
            }
            if (!declared.contains(capability)) {
                member.at(name).problem("is not declared in capabilities");
            }
            scopes.put(capability, values);
        });
        return scopes;
    }

    private static @Nullable String optionsSchema(Member member) {
        return member.exists() && member.object() ? member.node().toString() : null;
    }

    private static @Nullable Duration optionalDuration(Member member) {
        return member.exists() ? member.duration() : null;
    }

    private static Duration optionalDuration(Member member, Duration otherwise) {
        return member.exists() ? member.duration() : otherwise;
    }
}
