package org.parvis.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Moves a whole archive by a constant number of whole seconds, so that it ends now or begins now. Durations, and with
 * them all figures, stay the same.
 *
 * <p>Where every item's id tells the item's time (X's ids count milliseconds since 2010-11-04T01:42:54.657Z, shifted
 * left by 22 bits), the ids move along: what is written through the simulator gets its id from the clock, and the order
 * of ids must stay the order of time across both.
 */
final class ArchiveShift {

    private static final long EPOCH_MILLIS = 1_288_834_974_657L;
    private static final int TIME_BITS = 22;
    private static final long TOLERANCE_MILLIS = 2_000;

    /** How to move an archive. */
    enum Mode {
        END_NOW,
        BEGIN_NOW,
        NONE
    }

    private ArchiveShift() {}

    /**
     * By how much archives that belong together are moved, all of them alike, so that what happens on several networks stays
     * together.
     *
     * @param toCome where they end now: how much of them is still to come
     */
    static long seconds(Collection<Archive> archives, Mode mode, Instant now, Duration toCome) {
        Instant first = Instant.MAX;
        Instant last = Instant.MIN;
        for (Archive archive : archives) {
            for (Archive.Item item : archive.items()) {
                first = item.published().isBefore(first) ? item.published() : first;
                last = item.published().isAfter(last) ? item.published() : last;
            }
        }
        if (mode == Mode.NONE || last.equals(Instant.MIN)) {
            return 0;
        }
        return mode == Mode.END_NOW
                ? now.getEpochSecond() - last.getEpochSecond() + toCome.toSeconds()
                : now.getEpochSecond() - first.getEpochSecond();
    }

    static Archive by(Archive archive, long seconds) {
        boolean ids = !archive.items().isEmpty() && archive.items().stream().allMatch(ArchiveShift::idTellsTime);
        if (seconds == 0) {
            return archive;
        }
        long amount = Math.multiplyExact(Math.multiplyExact(seconds, 1000L), 1L << TIME_BITS);
        UnaryOperator<String> move = ids ? id -> moved(id, amount) : id -> id;
        List<Archive.Item> items = new ArrayList<>(archive.items().size());
        for (Archive.Item item : archive.items()) {
            items.add(new Archive.Item(
                    move.apply(item.id()),
                    item.kind(),
                    item.author(),
                    item.published().plusSeconds(seconds),
                    item.content(),
                    moved(item.inReplyTo(), move),
                    item.mentions(),
                    item.recipients(),
                    item.attachments(),
                    item.counts()));
        }
        List<Archive.Removal> removals = archive.removals().stream()
                .map(removal -> new Archive.Removal(
                        move.apply(removal.id()), removal.at().plusSeconds(seconds)))
                .toList();
        return new Archive(archive.actors(), items, removals, archive.problems(), seconds, ids);
    }

    private static @Nullable String moved(@Nullable String id, UnaryOperator<String> move) {
        return id == null ? null : move.apply(id);
    }

    private static boolean idTellsTime(Archive.Item item) {
        try {
            long millis = (Long.parseLong(item.id()) >> TIME_BITS) + EPOCH_MILLIS;
            return Math.abs(millis - item.published().toEpochMilli()) <= TOLERANCE_MILLIS;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static String moved(String id, long amount) {
        try {
            long moved = Math.addExact(Long.parseLong(id), amount);
            return moved > 0 ? Long.toString(moved) : id;
        } catch (NumberFormatException | ArithmeticException e) {
            return id;
        }
    }
}
