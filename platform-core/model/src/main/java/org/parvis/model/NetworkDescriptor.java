package org.parvis.model;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a network can do and allows, as data: the bundle's {@code OSGI-INF/network/<id>.json} with the operator's overrides.
 * Only the core makes one; components may be added.
 *
 * @param baseAddress where the API lives; the operator may point it elsewhere
 * @param allowedHosts host names the plugin may call, {@code *.} allowed in front
 * @param unavailable why a capability is not offered, by capability and language ({@code en}, {@code fr})
 * @param visibilityWindow how long a fresh post may be missing from what the network lists
 * @param signIn how accounts are linked by a name and a secret instead of by OAuth; null where OAuth links them
 * @param accountKinds the guises in which this network has accounts; empty where there is one
 * @param optionsSchema JSON Schema of the options a variant may carry; null where there are none
 * @param sentences what the plugin's code says to people, in languages beside English: by the English sentence, in which
 *     {@code {0}} to {@code {9}} stand for what varies, then by language ({@code fr})
 */
public record NetworkDescriptor(
        NetworkId id,
        String displayName,
        String apiVersion,
        URI documentation,
        URI baseAddress,
        List<String> allowedHosts,
        Set<Capability> capabilities,
        Map<Capability, Map<String, String>> unavailable,
        List<ContentFormat> formats,
        List<QuotaRule> quotas,
        List<ReplyPolicy> replyPolicies,
        List<MetricDefinition> metrics,
        Idempotency idempotency,
        Duration visibilityWindow,
        OAuthProfile oauth,
        @Nullable SignInProfile signIn,
        List<AccountKind> accountKinds,
        Retention retention,
        @Nullable String optionsSchema,
        Map<String, Map<String, String>> sentences) {

    public NetworkDescriptor {
        allowedHosts = List.copyOf(allowedHosts);
        capabilities = Set.copyOf(capabilities);
        unavailable = Map.copyOf(unavailable);
        formats = List.copyOf(formats);
        quotas = List.copyOf(quotas);
        replyPolicies = List.copyOf(replyPolicies);
        metrics = List.copyOf(metrics);
        accountKinds = List.copyOf(accountKinds);
        sentences = Map.copyOf(sentences);
    }

    /** Of a network whose accounts OAuth links. */
    public NetworkDescriptor(
            NetworkId id,
            String displayName,
            String apiVersion,
            URI documentation,
            URI baseAddress,
            List<String> allowedHosts,
            Set<Capability> capabilities,
            Map<Capability, Map<String, String>> unavailable,
            List<ContentFormat> formats,
            List<QuotaRule> quotas,
            List<ReplyPolicy> replyPolicies,
            List<MetricDefinition> metrics,
            Idempotency idempotency,
            Duration visibilityWindow,
            OAuthProfile oauth,
            List<AccountKind> accountKinds,
            Retention retention,
            @Nullable String optionsSchema,
            Map<String, Map<String, String>> sentences) {
        this(
                id,
                displayName,
                apiVersion,
                documentation,
                baseAddress,
                allowedHosts,
                capabilities,
                unavailable,
                formats,
                quotas,
                replyPolicies,
                metrics,
                idempotency,
                visibilityWindow,
                oauth,
                null,
                accountKinds,
                retention,
                optionsSchema,
                sentences);
    }

    /** Whether the network offers it through the platform. */
    public boolean offers(Capability capability) {
        return capabilities.contains(capability);
    }

    /** The format of this id. */
    public Optional<ContentFormat> format(String format) {
        return formats.stream().filter(f -> f.id().equals(format)).findFirst();
    }

    /** The rule for answering this kind of item; empty where there is none. */
    public Optional<ReplyPolicy> replyPolicy(ItemKind kind) {
        return replyPolicies.stream().filter(p -> p.kind() == kind).findFirst();
    }
}
