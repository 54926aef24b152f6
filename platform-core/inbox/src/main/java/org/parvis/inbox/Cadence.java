package org.parvis.inbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How soon a feed is looked at again, before budgets are asked: after an eighth of the time in which nothing happened, so that
 * a busy feed is seen within the minute and one that fell silent costs less and less. Where what is new comes by push, polling
 * is only the net below it; the first thing that polling finds and no push brought ends that trust. Pure.
 *
 * @param shortest pause
 * @param longest pause of a feed that must be polled
 * @param pushed longest pause of a feed whose news are pushed
 */
record Cadence(Duration shortest, Duration longest, Duration pushed) {
    private static final int PART = 8;

    static Cadence of(InboxSettings settings) {
        return new Cadence(
                Duration.parse(settings.poll_minimum()),
                Duration.parse(settings.poll_maximum()),
                Duration.parse(settings.poll_pushed()));
    }

    /**
     * @param newsAt when polling last brought something new
     * @param pushedAt when a push last brought something
     */
    Duration pause(@Nullable Instant newsAt, @Nullable Instant pushedAt, Instant now) {
        boolean trusted = pushedAt != null && (newsAt == null || !newsAt.isAfter(pushedAt));
        Instant last = trusted ? pushedAt : newsAt;
        Duration least = trusted ? longest : shortest;
        Duration most = trusted && pushed.compareTo(longest) > 0 ? pushed : longest;
        if (last == null) {
            return most;
        }
        Duration part = Duration.between(last, now).dividedBy(PART);
        return part.compareTo(least) < 0 ? least : part.compareTo(most) > 0 ? most : part;
    }
}
