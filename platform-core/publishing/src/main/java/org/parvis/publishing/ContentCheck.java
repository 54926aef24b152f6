package org.parvis.publishing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.parvis.engine.call.NetworkAbsentException;
import org.parvis.engine.call.NetworkCalls;
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

    /** @param path of the target in the post: {@code targets[0].} */
    List<Violation> violations(NetworkId network, Variant variant, String path) {
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
        checkMedia(descriptor, format.get(), variant, path, violations);
        if (descriptor.optionsSchema() == null && !variant.options().isEmpty()) {
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

    private static void checkMedia(
            NetworkDescriptor descriptor,
            ContentFormat format,
            Variant variant,
            String path,
            List<Violation> violations) {
        int count = variant.media().size();
        if (count < format.media().minimum() || count > format.media().maximum()) {
            violations.add(new Violation(
                    path + "media",
                    "media.count",
                    descriptor.displayName() + " takes " + format.media().minimum() + " to "
                            + format.media().maximum() + " files for '" + format.id() + "'; there are " + count + "."));
        }
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
