package org.parvis.engine.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.parvis.model.AccountId;

/**
 * Who of those that share a budget had how much of it. Whoever had less than an equal share gets more at once. Whoever had
 * more gets what the others are not going to want any more: their shares are kept for them, less and less the further the
 * window is, so that nothing is left over at its end. What was had in the window before counts until as much of this one has
 * passed, so that the same ones do not win every window. Guarded by the owner of its bucket.
 */
final class Shares {
    private final Map<AccountId, Share> shares = new HashMap<>();
    private Instant began = Instant.MIN;
    private Instant ends = Instant.MIN;

    /** What one of them had. */
    static final class Share {
        private long now;
        private long before;
        private boolean asked;
    }

    /**
     * Notes that {@code who} wants something.
     *
     * @param pool what all share at most; less where others than they use it too
     * @param left what is left of it
     * @return null where it may have it; else from when, if nobody else wants any meanwhile
     */
    @Nullable
    Instant refusedUntil(Instant now, AccountId who, long cost, double pool, double left, Duration window) {
        Share own = know(now, who, window);
        if (shares.size() == 1) {
            return null;
        }
        double passed = passed(now);
        long had = shares.values().stream().mapToLong(share -> share.now).sum();
        double equal = Math.min(pool, left + had) / shares.size();
        if (had(own, passed) < equal) {
            return null;
        }
        double others = shares.values().stream()
                .filter(share -> share != own)
                .mapToDouble(share -> Math.max(0, equal - had(share, passed)))
                .sum();
        // however small their shares are, one more of the same is left to the others
        boolean free = others == 0 || left - cost >= Math.max(cost, others * (1 - passed));
        return free ? null : freeFrom(now, left - cost < cost ? 1 : 1 - (left - cost) / others);
    }

    private Instant freeFrom(Instant now, double passed) {
        Duration length = Duration.between(began, ends);
        Instant until = began.plusMillis((long) (length.toMillis() * Math.min(1, passed)) + 1);
        return until.isAfter(now) ? until : now.plusMillis(1);
    }

    /** Notes that {@code who} is one of those that share. */
    Share know(Instant now, AccountId who, Duration window) {
        roll(now, window);
        Share share = shares.computeIfAbsent(who, id -> new Share());
        share.asked = true;
        return share;
    }

    void add(AccountId who, long cost) {
        shares.computeIfAbsent(who, id -> new Share()).now += cost;
    }

    void takeBack(AccountId who, long cost) {
        Share share = shares.get(who);
        if (share != null) {
            share.now = Math.max(0, share.now - cost);
        }
    }

    /** The window that is under way ends then; before anybody wanted anything there is none. */
    void endsAt(Instant end) {
        if (!began.equals(Instant.MIN) && end.isAfter(began)) {
            ends = end;
        }
    }

    private static double had(Share share, double passed) {
        return share.now + share.before * (1 - passed);
    }

    private double passed(Instant now) {
        double length = Duration.between(began, ends).toMillis();
        return length <= 0
                ? 1
                : Math.min(1, Math.max(0, Duration.between(began, now).toMillis() / length));
    }

    private void roll(Instant now, Duration window) {
        if (now.isBefore(ends)) {
            return;
        }
        if (began.equals(Instant.MIN) || !now.isBefore(ends.plus(window))) {
            shares.clear();
        } else {
            shares.values().removeIf(share -> !share.asked);
            shares.values().forEach(share -> {
                share.before = share.now;
                share.now = 0;
                share.asked = false;
            });
        }
        began = now;
        ends = now.plus(window);
    }
}
