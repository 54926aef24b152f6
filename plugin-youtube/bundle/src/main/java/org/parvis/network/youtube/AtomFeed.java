package org.parvis.network.youtube;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What YouTube's hub pushes, as Atom. Only ids are read, by their elements; no XML parser is used, so that no document type
 * and no entity can make it do anything, and one that brings such is refused.
 */
final class AtomFeed {
    private static final Pattern FORBIDDEN = Pattern.compile("<!(?:DOCTYPE|ENTITY)", Pattern.CASE_INSENSITIVE);
    private static final Pattern ENTRY =
            Pattern.compile("<(?:\\w+:)?entry[\\s>].*?</(?:\\w+:)?entry\\s*>", Pattern.DOTALL);
    private static final Pattern DELETED =
            Pattern.compile("<(?:\\w+:)?deleted-entry[\\s>].*?</(?:\\w+:)?deleted-entry\\s*>", Pattern.DOTALL);
    private static final Pattern VIDEO = element("videoId");
    private static final Pattern CHANNEL = element("channelId");
    private static final Pattern REFERENCE = Pattern.compile("\\bref\\s*=\\s*[\"']yt:video:([\\w-]{1,64})[\"']");
    private static final Pattern OWNER = Pattern.compile("/channel/([\\w-]{1,64})");

    private AtomFeed() {}

    /** @param deleted whether it is gone, or private now */
    record Event(String channel, String video, boolean deleted) {}

    private static Pattern element(String name) {
        return Pattern.compile("<(?:\\w+:)?" + name + "\\s*>\\s*([\\w-]{1,64})\\s*</(?:\\w+:)?" + name + "\\s*>");
    }

    /** The events of a feed; empty where the text is no feed. */
    static Optional<List<Event>> read(String text) {
        if (FORBIDDEN.matcher(text).find() || !text.contains("feed")) {
            return Optional.empty();
        }
        List<Event> events = new ArrayList<>();
        Matcher deleted = DELETED.matcher(text);
        while (deleted.find()) {
            collect(deleted.group(), OWNER, REFERENCE, true, events);
        }
        Matcher entry = ENTRY.matcher(text);
        while (entry.find()) {
            collect(entry.group(), CHANNEL, VIDEO, false, events);
        }
        return Optional.of(events);
    }

    private static void collect(String text, Pattern channel, Pattern video, boolean deleted, List<Event> events) {
        Matcher who = channel.matcher(text);
        Matcher what = video.matcher(text);
        if (who.find() && what.find()) {
            events.add(new Event(who.group(1), what.group(1), deleted));
        }
    }
}
