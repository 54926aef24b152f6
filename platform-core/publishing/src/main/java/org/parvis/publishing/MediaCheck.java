package org.parvis.publishing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.parvis.model.ContentFormat;
import org.parvis.model.MediaRef;
import org.parvis.model.NetworkDescriptor;
import org.parvis.model.Violation;

/** Holds the files of a variant against what a format of its network takes. Stateless. */
final class MediaCheck {
    /** Networks round: 9:16 as 0.5625 must not fail by a pixel. */
    private static final double TOLERANCE = 0.005;

    private static final double MEBIBYTE = 1024.0 * 1024.0;

    private final String network;
    private final ContentFormat format;
    private final List<Violation> violations = new ArrayList<>();

    private MediaCheck(String network, ContentFormat format) {
        this.network = network;
        this.format = format;
    }

    static List<Violation> violations(
            NetworkDescriptor descriptor, ContentFormat format, ContentCheck.Subject subject) {
        MediaCheck check = new MediaCheck(descriptor.displayName(), format);
        check.check(subject);
        return check.violations;
    }

    private void check(ContentCheck.Subject subject) {
        String path = subject.path() + "media";
        AttachedMedia.Found media = subject.media();
        if (media == null) {
            violations.add(new Violation(
                    path, "media.unavailable", "The media library is not there just now; try again in a minute."));
            return;
        }
        media.missing()
                .forEach(id -> violations.add(new Violation(
                        path, "media.missing", "There is no file " + id + " in the media library of this brand.")));
        ContentFormat.Media limits = format.media();
        int count = media.files().size() + media.missing().size();
        if (count < limits.minimum() || count > limits.maximum()) {
            violations.add(new Violation(
                    path,
                    "media.count",
                    network + " takes " + limits.minimum() + " to " + limits.maximum() + " files for '" + format.id()
                            + "'; there are " + count + "."));
        }
        if (count > 0 && limits.delivery() == ContentFormat.MediaDelivery.PULL && !media.reachable()) {
            violations.add(new Violation(
                    path,
                    "media.unreachable",
                    network + " fetches files from the platform, which has no public address; the operator sets it by"
                            + " public.url in org.parvis.core."));
        }
        for (int i = 0; i < media.files().size(); i++) {
            check(media.files().get(i), path + "[" + i + "]");
        }
    }

    private void check(MediaRef file, String path) {
        ContentFormat.Media limits = format.media();
        if (limits.maximum() > 0 && !limits.types().isEmpty() && !limits.types().contains(file.type())) {
            violations.add(new Violation(
                    path,
                    "media.type",
                    network + " takes " + String.join(", ", limits.types()) + " for '" + format.id() + "', not "
                            + file.type() + "."));
        }
        if (limits.maximumBytes() > 0 && file.size() > limits.maximumBytes()) {
            violations.add(new Violation(
                    path,
                    "media.tooLarge",
                    network + " takes files of " + mebibytes(limits.maximumBytes()) + " at most; this one has "
                            + mebibytes(file.size()) + "."));
        }
        checkDuration(file, path);
        checkAspect(file, path);
    }

    private void checkDuration(MediaRef file, String path) {
        Duration duration = file.duration();
        Duration least = format.media().minimumDuration();
        Duration most = format.media().maximumDuration();
        if (duration == null) {
            return;
        }
        if (least != null && duration.compareTo(least) < 0) {
            violations.add(new Violation(
                    path,
                    "media.tooShort",
                    network + " takes films of " + seconds(least) + " at least; this one lasts " + seconds(duration)
                            + "."));
        }
        if (most != null && duration.compareTo(most) > 0) {
            violations.add(new Violation(
                    path,
                    "media.tooLong",
                    network + " takes films of " + seconds(most) + " at most; this one lasts " + seconds(duration)
                            + "."));
        }
    }

    private void checkAspect(MediaRef file, String path) {
        ContentFormat.AspectRange range = format.media().aspect();
        if (range == null || file.width() == 0 || file.height() == 0) {
            return;
        }
        double aspect = (double) file.width() / file.height();
        if (aspect < range.minimum() - TOLERANCE || aspect > range.maximum() + TOLERANCE) {
            violations.add(new Violation(
                    path,
                    "media.aspect",
                    String.format(
                            Locale.ROOT,
                            "%s takes files whose width divided by their height is %.2f to %.2f; this one has %.2f"
                                    + " (%d by %d pixels).",
                            network,
                            range.minimum(),
                            range.maximum(),
                            aspect,
                            file.width(),
                            file.height())));
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
