package org.parvis.network.twitter;

/** The names by which the descriptor's quota rules know the requests. */
final class Operations {
    static final String USERS_ME = "users.me";
    static final String USERS_TWEETS = "users.tweets";
    static final String USERS_MENTIONS = "users.mentions";
    static final String SEARCH_RECENT = "search.recent";
    static final String DIRECT_EVENTS = "dm.events";
    static final String POSTS_LOOKUP = "posts.lookup";
    static final String POSTS_CREATE = "posts.create";
    static final String MEDIA_UPLOAD = "media.upload";
    static final String MEDIA_APPEND = "media.append";
    static final String MEDIA_STATUS = "media.status";
    static final String MEDIA_DESCRIBE = "media.describe";
    static final String SUBSCRIPTIONS = "activity.subscriptions";
    static final String POSTS_DELETE = "posts.delete";
    static final String POSTS_HIDE = "posts.hide";
    static final String LIKES_CREATE = "likes.create";
    static final String LIKES_DELETE = "likes.delete";
    static final String DIRECT_CREATE = "dm.create";
    static final String DIRECT_DELETE = "dm.delete";

    private Operations() {}
}
