package org.parvis.it;

import java.util.Locale;

/**
 * The steps of publishing, answering and ingesting at which something can die. Each is stopped from outside, for one account
 * of its own, so that several can stand still at the same time and one kill hits them all.
 */
enum KillPoint {
    // Publishing (faults 1 to 7).
    POST_COMPOSING(Work.POST, scene -> scene.atStatement("insert", "publishing.post", scene.in("new.text"))),
    POST_COMPOSED(Work.POST, Alone.AUDIT, scene -> scene.atCommit("insert", "publishing.post", scene.in("new.text"))),
    POST_SCHEDULED(
            Work.POST,
            Alone.AUDIT,
            scene -> scene.atCommit(
                    "update", "publishing.publication", scene.in("new.text") + " and new.state = 'SCHEDULED'")),
    POST_CLAIMED(
            Work.POST,
            scene -> scene.atRead(
                    "publishing.publication",
                    scene.in("text") + " and state = 'SCHEDULED'"
                            + " and exists (select from engine.obligation_lease l where l.lane = account_id || ':write')")),
    POST_INTENT_WRITTEN(
            Work.POST,
            scene -> scene.atStatement(
                    "update", "publishing.publication", scene.in("new.text") + " and new.state = 'SENDING'")),
    POST_INTENT_COMMITTING(
            Work.POST,
            scene -> scene.atCommit(
                    "update", "publishing.publication", scene.in("new.text") + " and new.state = 'SENDING'")),
    POST_INTENT_COMMITTED(
            Work.POST, scene -> scene.atRead("publishing.publication", scene.in("text") + " and state = 'SENDING'")),
    POST_NEVER_ARRIVES(Work.POST, scene -> scene.onNetwork("createPosts", "hang", 0, true)),
    POST_ARRIVES_AFTER_ALL(Work.POST, scene -> scene.onNetwork("createPosts", "hang", 0, false)),
    POST_ACCEPTED(Work.POST, scene -> scene.onNetwork("createPosts", "hold-after", 0, true)),
    POST_ANSWER_COMING(Work.POST, scene -> scene.onNetwork("createPosts", "drip", 0, true)),
    POST_RESULT_WRITTEN(
            Work.POST,
            scene -> scene.atStatement(
                    "update",
                    "publishing.publication",
                    scene.in("new.text") + " and new.state = 'PUBLISHED' and old.state = 'SENDING'")),
    POST_RESULT_COMMITTING(
            Work.POST,
            scene -> scene.atCommit(
                    "update",
                    "publishing.publication",
                    scene.in("new.text") + " and new.state = 'PUBLISHED' and old.state = 'SENDING'")),
    POST_LOOKED_UP(
            Work.UNKNOWN_POST,
            scene -> scene.atStatement(
                    "update",
                    "publishing.publication",
                    scene.in("new.text") + " and new.state = 'PUBLISHED' and old.state = 'UNKNOWN'")),
    POST_FOUND_COMMITTING(
            Work.UNKNOWN_POST,
            scene -> scene.atCommit(
                    "update",
                    "publishing.publication",
                    scene.in("new.text") + " and new.state = 'PUBLISHED' and old.state = 'UNKNOWN'")),
    /** Stops whoever claims, for all: reached last. */
    POST_CLAIMING(
            Work.POST,
            scene -> scene.atStatement(
                    "insert", "engine.obligation_lease", "new.lane = '" + scene.account() + ":write'")),

    // Answering: the same promise by another way.
    REPLY_ASKED(Work.REPLY, Alone.AUDIT, scene -> scene.atCommit("insert", "inbox.item", scene.in("new.body"))),
    REPLY_INTENT_COMMITTING(
            Work.REPLY,
            scene -> scene.atCommit("update", "inbox.item", scene.in("new.body") + " and new.reply_state = 'SENDING'")),
    REPLY_NEVER_ARRIVES(Work.REPLY, scene -> scene.onNetwork("createPosts", "hang", 0, true)),
    REPLY_ACCEPTED(Work.REPLY, scene -> scene.onNetwork("createPosts", "hold-after", 0, true)),
    REPLY_RESULT_WRITTEN(
            Work.REPLY,
            scene -> scene.atStatement("update", "inbox.item", scene.in("new.body") + " and new.reply_state = 'SENT'")),
    REPLY_RESULT_COMMITTING(
            Work.REPLY,
            scene -> scene.atCommit("update", "inbox.item", scene.in("new.body") + " and new.reply_state = 'SENT'")),

    // Ingesting (faults 10 to 12).
    PAGE_ASKED(Work.MENTION, scene -> scene.onNetwork("getUsersMentions", "hang", 0, true)),
    PAGE_ANSWERED(Work.MENTION, scene -> scene.onNetwork("getUsersMentions", "hold-after", 0, true)),
    PAGE_HALF_READ(Work.MESSAGE, scene -> scene.onNetwork("getDirectMessagesEvents", "drip", 0, true)),
    PAGE_THREE_OF_FIVE(Work.MANY_MESSAGES, scene -> scene.onNetwork("getDirectMessagesEvents", "hang", 2, true)),
    ITEM_WRITTEN(Work.MESSAGE, scene -> scene.atStatement("insert", "inbox.item", scene.in("new.body"))),
    CURSOR_WRITTEN(
            Work.MESSAGE,
            scene -> scene.atStatement(
                    "update",
                    "inbox.feed",
                    "new.account_id = '" + scene.account() + "' and new.feed = 'DIRECT_MESSAGES'"
                            + " and new.requested_at is not distinct from old.requested_at"
                            + " and new.covered_until is distinct from old.covered_until")),
    PAGE_COMMITTING(Work.MESSAGE, scene -> scene.atCommit("insert", "inbox.item", scene.in("new.body"))),
    FIGURES_WRITTEN(
            Work.MESSAGE,
            scene -> scene.atStatement("insert", "analytics.received", "new.account_id = '" + scene.account() + "'")),
    WEBHOOK_TOLD(Work.WEBHOOK, Alone.PARSER, scene -> scene.atStatement("insert", "inbox.item", scene.in("new.body"))),
    WEBHOOK_NOTED(
            Work.WEBHOOK,
            Alone.PARSER,
            scene -> scene.atStatement(
                    "update", "engine.webhook", scene.inBody("new.body") + " and new.state = 'UNDERSTOOD'")),
    WEBHOOK_WRITTEN(
            Work.WEBHOOK,
            Alone.WRITER,
            scene -> scene.atStatement("insert", "engine.webhook", scene.inBody("new.body"))),
    WEBHOOK_COMMITTING(
            Work.WEBHOOK, Alone.WRITER, scene -> scene.atCommit("insert", "engine.webhook", scene.inBody("new.body")));

    /** What is going on when it dies. */
    enum Work {
        POST,
        /** A post that the network takes without ever answering. */
        UNKNOWN_POST,
        REPLY,
        MENTION,
        MESSAGE,
        MANY_MESSAGES,
        WEBHOOK
    }

    /** What only one step can stop at a time, because one thread does it for all. */
    enum Alone {
        NONE,
        PARSER,
        WRITER,
        /** What people do is noted in one chain, which is held until the commit. */
        AUDIT
    }

    /** How it is stopped. */
    @FunctionalInterface
    interface Arming {
        Stop arm(Scene scene) throws Exception;
    }

    final Work work;
    final Alone alone;
    final Arming arming;

    KillPoint(Work work, Arming arming) {
        this(work, Alone.NONE, arming);
    }

    KillPoint(Work work, Alone alone, Arming arming) {
        this.work = work;
        this.alone = alone;
        this.arming = arming;
    }

    /** When it is reached: where others cannot get on while this stands, these others come first. */
    int turn() {
        if (alone == Alone.WRITER || alone == Alone.AUDIT) {
            return 2;
        }
        return this == POST_CLAIMING ? 1 : 0;
    }

    /** Short, for markers. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace("_", "");
    }
}
