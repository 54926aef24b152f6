package org.parvis.simulator.youtube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.parvis.simulation.Reply;

/** Channels and the playlists of their uploads. */
final class ChannelReads {
    private final World world;
    private final Rendering rendering;

    ChannelReads(World world, Rendering rendering) {
        this.world = world;
        this.rendering = rendering;
    }

    Reply channels(Call call) {
        Set<String> parts = call.parts("id", "snippet", "contentDetails", "statistics", "status", "brandingSettings");
        List<String> ids = call.list("id");
        List<Channel> found = new ArrayList<>();
        if (call.flag("mine")) {
            world.channel(call.channel()).ifPresent(found::add);
        } else if (!ids.isEmpty()) {
            ids.forEach(id -> world.channel(id).ifPresent(found::add));
        } else if (call.parameter("forHandle").isPresent()) {
            world.handle(call.required("forHandle")).ifPresent(found::add);
        } else {
            throw Refusal.missing("mine, id or forHandle");
        }
        int size = call.size(0, 50, 5);
        List<ObjectNode> items =
                found.stream().map(channel -> rendering.channel(channel, parts)).toList();
        return Rendering.reply(Rendering.list("channelListResponse", items, null, size));
    }

    Reply playlistItems(Call call) {
        Set<String> parts = call.parts("id", "snippet", "contentDetails", "status");
        String playlist = call.required("playlistId");
        Optional<Channel> owner = world.channels().stream()
                .filter(channel -> channel.uploads().equals(playlist))
                .findFirst();
        if (owner.isEmpty()) {
            throw Refusal.notFound("playlist", playlist);
        }
        long now = world.now();
        boolean own = owner.get().id.equals(call.channel());
        List<Video> shown = world.videosOf(owner.get().id).stream()
                .filter(video -> video.listedAt <= now)
                .filter(video -> own || video.privacy(now).equals("public"))
                .filter(video -> call.parameter("videoId")
                        .filter(id -> !id.equals(video.id))
                        .isEmpty())
                .toList();
        int size = call.size(0, 50, 5);
        Paging.Page<Video> page = Paging.of(
                shown,
                video -> video.publishedAt(now),
                video -> video.id,
                size,
                call.parameter("pageToken").orElse(null));
        List<ObjectNode> items = new ArrayList<>();
        for (Video video : page.items()) {
            items.add(rendering.playlistItem(video, items.size(), parts));
        }
        ObjectNode body = Rendering.list("playlistItemListResponse", items, page.next(), size);
        body.withObject("/pageInfo").put("totalResults", shown.size());
        return Rendering.reply(Objects.requireNonNull(body));
    }
}
