package org.parvis.simulator.youtube;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.parvis.simulation.Exchange;
import org.parvis.simulation.Reply;

/** The Atom feeds of a channel's films. Called with the world's monitor held. */
final class Feeds {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final int SHOWN = 15;

    private final World world;

    Feeds(World world) {
        this.world = world;
    }

    /** {@code GET /feeds/videos.xml}: the last fifteen. */
    Reply feed(Exchange exchange) {
        String id = exchange.parameter("channel_id").orElse("");
        if (world.channel(id).isEmpty()) {
            return Reply.text(404, "text/html", "<html><title>404</title></html>");
        }
        long now = world.now();
        String entries = world.videosOf(id).stream()
                .filter(video -> video.privacy(now).equals("public"))
                .sorted(Comparator.comparingLong((Video video) -> video.publishedAt(now))
                        .reversed())
                .limit(SHOWN)
                .map(this::element)
                .collect(Collectors.joining());
        return Reply.text(200, "text/xml", open(id) + entries + "</feed>");
    }

    private String open(String channel) {
        return "<?xml version='1.0' encoding='UTF-8'?>\n"
                + "<feed xmlns:yt=\"http://www.youtube.com/xml/schemas/2015\" xmlns=\"http://www.w3.org/2005/Atom\">"
                + "<link rel=\"hub\" href=\"https://pubsubhubbub.appspot.com\"/><link rel=\"self\" "
                + "href=\"https://www.youtube.com/xml/feeds/videos.xml?channel_id=" + channel
                + "\"/><title>YouTube video feed</title><updated>" + time(world.now()) + "</updated>";
    }

    String entry(Video video) {
        boolean shown = video.privacy(world.now()).equals("public");
        return shown ? open(video.channel) + element(video) + "\n</feed>\n" : deleted(video.channel, video.id);
    }

    private String element(Video video) {
        Channel channel = world.channel(video.channel).orElseThrow();
        return "<entry>\n  <id>yt:video:" + video.id + "</id>\n  <yt:videoId>" + video.id
                + "</yt:videoId>\n  <yt:channelId>"
                + video.channel + "</yt:channelId>\n  <title>"
                + escaped(video.snippet.path("title").asText())
                + "</title>\n  <link rel=\"alternate\" href=\"http://www.youtube.com/watch?v=" + video.id
                + "\"/>\n  <author>\n   <name>" + escaped(channel.title)
                + "</name>\n   <uri>http://www.youtube.com/channel/"
                + channel.id + "</uri>\n  </author>\n  <published>" + time(video.publishedAt(world.now()))
                + "</published>\n  <updated>" + time(world.now()) + "</updated>\n </entry>";
    }

    /** What is gone or private now. */
    String deleted(String channel, String video) {
        String title = world.channel(channel).map(known -> known.title).orElse("");
        return "<?xml version='1.0' encoding='UTF-8'?>\n"
                + "<feed xmlns:at=\"http://purl.org/atompub/tombstones/1.0\" xmlns=\"http://www.w3.org/2005/Atom\">"
                + "<at:deleted-entry ref=\"yt:video:" + video + "\" when=\"" + time(world.now())
                + "\">\n  <link href=\"http://www.youtube.com/watch?v=" + video + "\"/>\n  <at:by>\n   <name>"
                + escaped(title) + "</name>\n   <uri>http://www.youtube.com/channel/" + channel
                + "</uri>\n  </at:by>\n </at:deleted-entry></feed>\n";
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
