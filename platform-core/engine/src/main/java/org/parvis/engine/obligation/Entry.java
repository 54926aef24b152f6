package org.parvis.engine.obligation;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/**
 * What the agenda keeps of an obligation: enough to know when to claim it, never what is in it.
 *
 * @param network empty for none
 * @param share whose share of the turns it takes: its account, or its workspace where it has none
 */
record Entry(UUID id, Instant due, String kind, String lane, String network, UUID share) {
    /** As the database orders them; {@link UUID#compareTo} would order signed. */
    static final Comparator<Entry> ORDER = Comparator.comparing(Entry::due).thenComparing(Entry::id, Entry::compare);

    private static int compare(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }
}
