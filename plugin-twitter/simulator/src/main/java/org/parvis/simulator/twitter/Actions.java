package org.parvis.simulator.twitter;

import java.net.URI;

/** All that the routes do, put together. */
final class Actions {

    final Reads reads;
    final PostWrites posts;
    final MessageActions messages;
    final Uploads uploads;
    final Webhooks webhooks;

    Actions(World world, Changes changes, Settings settings, Webhooks webhooks, URI base) {
        this.reads = new Reads(world, settings, base);
        this.posts = new PostWrites(world, changes, settings);
        this.messages = new MessageActions(world, changes, settings, base);
        this.uploads = new Uploads(world, changes, settings);
        this.webhooks = webhooks;
    }
}
