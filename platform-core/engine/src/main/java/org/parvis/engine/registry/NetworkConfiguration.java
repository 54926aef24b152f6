package org.parvis.engine.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.OAuthProfile;

/** What the operator wrote for one network: {@code org.parvis.network.<id>}. Keys that start with {@code x.} are the plugin's. */
final class NetworkConfiguration {
    private static final String OWN = "x.";

    private final Map<String, String> values;

    NetworkConfiguration(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    NetworkSettings.Application application() {
        return new NetworkSettings.Application(
                isEnabled(),
                text("client.id"),
                text("client.secret"),
                text("webhook.secret"),
                text("webhook.secret.earlier"));
    }

    boolean isEnabled() {
        return !"false".equalsIgnoreCase(text("enabled"));
    }

    /** Whether the operator has said anything of the application. */
    boolean isBegun() {
        return !text("client.id").isEmpty() || !text("client.secret").isEmpty();
    }

    /** What is the plugin's own affair, without the prefix. */
    Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(OWN)) {
                settings.put(key.substring(OWN.length()), value);
            }
        });
        return Map.copyOf(settings);
    }

    /** Why the network cannot work with this configuration; empty when it can. */
    String missing(NetworkDescriptor descriptor) {
        if (descriptor.oauth().clientAuthentication() == OAuthProfile.ClientAuthentication.NONE) {
            return "";
        }
        String file = "etc/org.parvis.network." + descriptor.id() + ".cfg";
        if (text("client.id").isEmpty()) {
            return "Set client.id of the application in " + file;
        }
        return text("client.secret").isEmpty() ? "Set client.secret of the application in " + file : "";
    }

    /**
     * The descriptor with the operator's addresses and version.
     *
     * @throws IllegalArgumentException for a value that is not an address, naming the key
     */
    NetworkDescriptor applyTo(NetworkDescriptor d) {
        OAuthProfile o = d.oauth();
        OAuthProfile oauth = new OAuthProfile(
                address("authorize.endpoint", o.authorizeEndpoint()),
                address("token.endpoint", o.tokenEndpoint()),
                optionalAddress("revoke.endpoint", o.revokeEndpoint()),
                o.clientAuthentication(),
                o.pkce(),
                o.baseScopes(),
                o.scopes(),
                o.scopeSeparator(),
                o.refresh(),
                o.accessLifetime(),
                o.refreshLifetime());
        String version = text("api.version");
        return new NetworkDescriptor(
                d.id(),
                d.displayName(),
                version.isEmpty() ? d.apiVersion() : version,
                d.documentation(),
                address("base.address", d.baseAddress()),
                d.allowedHosts(),
                d.capabilities(),
                d.unavailable(),
                d.formats(),
                d.quotas(),
                d.replyPolicies(),
                d.metrics(),
                d.idempotency(),
                d.visibilityWindow(),
                oauth,
                d.signIn(),
                d.accountKinds(),
                d.retention(),
                d.optionsSchema(),
                d.sentences());
    }

    private URI address(String key, URI otherwise) {
        URI address = optionalAddress(key, otherwise);
        return address == null ? otherwise : address;
    }

    private @Nullable URI optionalAddress(String key, @Nullable URI otherwise) {
        String text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            URI address = new URI(text);
            boolean http = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (http
                    && address.getHost() != null
                    && address.getRawUserInfo() == null
                    && address.getRawFragment() == null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(key + " must be an absolute http or https address, not \"" + text + "\"");
    }

    private String text(String key) {
        return values.getOrDefault(key, "").trim();
    }
}
