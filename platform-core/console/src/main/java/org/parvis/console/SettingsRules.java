package org.parvis.console;

import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * What the bundles say of the settings they read. The default of a setting says its kind where its type does not: where that is
 * an ISO 8601 duration, or an address of the web, every value must be one. No value is ever named, since it may be a secret.
 */
final class SettingsRules {
    /** What our PIDs begin with. */
    static final String OURS = "org.parvis.";

    /** What the platform reads of a network's file; what begins with {@code x.} only its bundle knows. */
    private static final Set<String> OF_NETWORKS = Set.of(
            "enabled",
            "client.id",
            "client.secret",
            "webhook.secret",
            "webhook.secret.earlier",
            "api.version",
            "base.address",
            "authorize.endpoint",
            "token.endpoint",
            "revoke.endpoint");

    /** Replaced by what it names before anybody reads it. */
    private static final String PLACEHOLDER = "$[";

    private SettingsRules() {}

    /** What is understood by the bundles that are there now, by PID. */
    static Map<String, ObjectClassDefinition> definitions(BundleContext bundles, MetaTypeService types) {
        Map<String, ObjectClassDefinition> definitions = new TreeMap<>();
        Arrays.stream(bundles.getBundles())
                .filter(bundle -> String.valueOf(bundle.getSymbolicName()).startsWith(OURS))
                .map(types::getMetaTypeInformation)
                .filter(information -> information != null)
                .forEach(information -> Stream.of(information.getPids(), information.getFactoryPids())
                        .flatMap(Arrays::stream)
                        .forEach(pid -> definitions.put(pid, information.getObjectClassDefinition(pid, null))));
        return definitions;
    }

    /** The settings of a PID, by key. */
    static Map<String, AttributeDefinition> attributes(ObjectClassDefinition definition) {
        Map<String, AttributeDefinition> attributes = new TreeMap<>();
        for (AttributeDefinition attribute : definition.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
            attributes.putIfAbsent(attribute.getID(), attribute);
        }
        return attributes;
    }

    /** What is wrong with a value, as a sentence without the value; empty when it can be read. */
    static Optional<String> wrong(AttributeDefinition attribute, @Nullable Object value) {
        String text = String.valueOf(value).strip();
        if (text.startsWith(PLACEHOLDER)) {
            return Optional.empty();
        }
        String complaint = attribute.validate(text);
        if (complaint != null && !complaint.isEmpty()) {
            return Optional.of("The value is not " + kind(attribute) + ".");
        }
        String[] defaults = attribute.getDefaultValue();
        String usual = defaults == null || defaults.length != 1 ? "" : defaults[0];
        if (isDuration(usual) && !isDuration(text)) {
            return Optional.of("The value is no ISO 8601 duration above zero, such as " + usual + ".");
        }
        return isAddress(usual) && !isAddress(text)
                ? Optional.of("The value is no address of the web, such as " + usual + ".")
                : Optional.empty();
    }

    /** What is wrong with a key of {@code org.parvis.network.<id>}; empty when it can be read. */
    static Optional<String> wrongOfNetwork(String key, @Nullable Object value) {
        String text = String.valueOf(value).strip();
        if (key.startsWith("x.") || text.startsWith(PLACEHOLDER)) {
            return Optional.empty();
        }
        if (!OF_NETWORKS.contains(key)) {
            return Optional.of("Nothing reads this key; it may be misspelt. Known: " + new TreeSet<>(OF_NETWORKS)
                    + " and what begins with x.");
        }
        boolean address = key.endsWith(".endpoint") || key.equals("base.address");
        if (address && !text.isEmpty() && !isAddress(text)) {
            return Optional.of("The value is no address of the web, such as https://api.example.com.");
        }
        return key.equals("enabled") && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")
                ? Optional.of("The value is not true or false; the network is enabled.")
                : Optional.empty();
    }

    private static String kind(AttributeDefinition attribute) {
        String[] options = attribute.getOptionValues();
        if (options != null && options.length > 0) {
            return "one of " + String.join(", ", options);
        }
        return switch (attribute.getType()) {
            case AttributeDefinition.INTEGER, AttributeDefinition.LONG, AttributeDefinition.SHORT ->
                "a whole number within the bounds of this key";
            case AttributeDefinition.BOOLEAN -> "true or false";
            default -> "of the kind that is read here";
        };
    }

    private static boolean isDuration(String text) {
        try {
            return text.startsWith("P")
                    && !Duration.parse(text).isNegative()
                    && !Duration.parse(text).isZero();
        } catch (DateTimeException other) {
            return false;
        }
    }

    private static boolean isAddress(String text) {
        try {
            URI address = URI.create(text);
            return address.getHost() != null
                    && String.valueOf(address.getScheme()).matches("https?");
        } catch (IllegalArgumentException other) {
            return false;
        }
    }
}
