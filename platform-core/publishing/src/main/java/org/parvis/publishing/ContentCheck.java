package org.parvis.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
import org.parvis.model.AccountKind;
import org.parvis.model.Capability;
import org.parvis.model.ContentFormat;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.NetworkId;
import org.parvis.model.Variant;
import org.parvis.model.Violation;
import org.parvis.spi.NetworkException;

/** Holds a variant against the limits of its network: the descriptor's data first, then what only the plugin can say. */
final class ContentCheck {
    private static final Pattern GRAPHEME = Pattern.compile("\\X");

    private final NetworkCalls calls;

    ContentCheck(NetworkCalls calls) {
        this.calls = calls;
    }

    /**
     * What is checked.
     *
     * @param kind which of the network's kinds of account it goes to
     * @param media what the library knows of the files; null while there is no library
     * @param path of the target in the post: {@code targets[0].}
     */
    record Subject(NetworkId network, String kind, Variant variant, AttachedMedia.@Nullable Found media, String path) {}

    List<Violation> violations(Subject subject) {
        NetworkId network = subject.network();
        Variant variant = subject.variant();
        String path = subject.path();
        NetworkDescriptor descriptor;
        try {
            descriptor = calls.descriptor(network);
        } catch (NetworkAbsentException absent) {
            return List.of(new Violation(
                    path + "account", "network.absent", absent.getMessage() + "; it cannot be checked now."));
        }
        Optional<ContentFormat> format = descriptor.format(variant.format());
        if (format.isEmpty()) {
            return List.of(new Violation(
                    path + "format",
                    "format.unknown",
                    descriptor.displayName() + " has no format '" + variant.format() + "'; it has "
                            + descriptor.formats().stream()
                                    .map(ContentFormat::id)
                                    .toList() + "."));
        }
        List<Violation> violations = new ArrayList<>();
        checkText(network, descriptor, format.get(), variant, path, violations);
        violations.addAll(lacking(descriptor, subject.kind(), format.get().capability(), path + "format"));
        violations.addAll(MediaCheck.violations(descriptor, format.get(), subject));
        String schema = descriptor.optionsSchema();
        if (schema != null) {
            violations.addAll(OptionsCheck.violations(schema, variant.options(), path + "options"));
        } else if (!variant.options().isEmpty()) {
            violations.add(new Violation(
                    path + "options", "options.unknown", descriptor.displayName() + " takes no options."));
        }
        askPlugin(network, variant, path, violations);
        return violations;
    }

    private void checkText(
            NetworkId network,
            NetworkDescriptor descriptor,
            ContentFormat format,
            Variant variant,
            String path,
            List<Violation> violations) {
        String text = variant.text();
        if (format.text().required() && text.isBlank()) {
            violations.add(new Violation(
                    path + "text",
                    "text.required",
                    descriptor.displayName() + " needs a text for '" + format.id() + "'."));
            return;
        }
        int length = length(network, format, text);
        int maximum = format.text().maximum();
        if (length > maximum) {
            violations.add(new Violation(
                    path + "text",
                    "text.tooLong",
                    descriptor.displayName() + " takes at most " + maximum + " characters; this text has " + length
                            + " as it counts them."));
        }
    }

    private int length(NetworkId network, ContentFormat format, String text) {
        return switch (format.text().rule()) {
            case UTF16 -> text.length();
            case CODE_POINTS -> text.codePointCount(0, text.length());
            case GRAPHEMES -> (int) GRAPHEME.matcher(text).results().count();
            case WEIGHTED -> weighted(network, text);
        };
    }

    private int weighted(NetworkId network, String text) {
        try {
            return calls.pure(
                    network,
                    plugin -> plugin.publisher()
                            .map(publisher -> publisher.measure(text).length())
                            .orElse(text.length()));
        } catch (NetworkException broken) {
            return text.length();
        }
    }

    /** What an account needs a capability for that its network or its kind of account does not have. */
    List<Violation> needs(NetworkId network, String kind, Capability capability, String field) {
        try {
            return lacking(calls.descriptor(network), kind, capability, field);
        } catch (NetworkAbsentException absent) {
            return List.of(new Violation(field, "network.absent", absent.getMessage() + "; it cannot be checked now."));
        }
    }

    private static List<Violation> lacking(
            NetworkDescriptor descriptor, String kind, Capability capability, String field) {
        Map<String, String> reason = null;
        if (!descriptor.offers(capability)) {
            reason = descriptor.unavailable().getOrDefault(capability, Map.of());
        } else {
            for (AccountKind each : descriptor.accountKinds()) {
                if (each.id().equals(kind) && each.lacks().contains(capability)) {
                    reason = each.unavailable().get(capability);
                }
            }
        }
        if (reason == null) {
            return List.of();
        }
        String sentence = reason.getOrDefault("en", descriptor.displayName() + " does not offer it to this account.");
        return List.of(new Violation(field, "capability." + capability, sentence));
    }

    private void askPlugin(NetworkId network, Variant variant, String path, List<Violation> violations) {
        try {
            List<Violation> own = calls.pure(
                    network,
                    plugin -> plugin.publisher()
                            .map(publisher -> publisher.validate(variant))
                            .orElseGet(() -> List.of(
                                    new Violation("format", "publish.unsupported", "This network cannot publish."))));
            own.forEach(v -> violations.add(new Violation(path + v.field(), v.rule(), v.message())));
        } catch (NetworkException | NetworkAbsentException broken) {
            violations.add(new Violation(
                    path + "account", "network.absent", "It cannot be checked now: " + broken.getMessage()));
        }
    }
}
