package org.parvis.network.instagram;

/** The names by which the descriptor's quota rules know the requests. */
final class Operations {

    static final String OAUTH_EXCHANGE = "oauth.exchange";
    static final String OAUTH_REFRESH = "oauth.refresh";
    static final String ME = "me.read";
    static final String PAGES = "me.pages";
    static final String PERMISSIONS = "me.permissions";
    static final String PROFILE = "profile.read";
    static final String MEDIA = "media.list";
    static final String STORIES = "stories.list";
    static final String TAGS = "tags.list";
    static final String COMMENTS = "comments.list";
    static final String COMMENT_READ = "comments.read";
    static final String CONVERSATIONS = "conversations.list";
    static final String MESSAGES = "messages.list";
    static final String MEDIUM_READ = "media.read";
    static final String COMMENT_CREATE = "comments.create";
    static final String REPLY_CREATE = "replies.create";
    static final String MENTION_REPLY = "mentions.reply";
    static final String COMMENT_HIDE = "comments.hide";
    static final String COMMENT_DELETE = "comments.delete";
    static final String MESSAGE_SEND = "messages.send";
    static final String LIMIT = "publishing.limit";
    static final String CONTAINER_CREATE = "containers.create";
    static final String CONTAINER_STATUS = "containers.status";
    static final String PUBLISH = "media.publish";
    static final String PROFILE_INSIGHTS = "profile.insights";
    static final String MEDIUM_INSIGHTS = "media.insights";
    static final String SUBSCRIBED = "subscriptions.read";
    static final String SUBSCRIBE = "subscriptions.set";

    private Operations() {}
}
