package org.parvis.network.linkedin;

/** The names by which the descriptor's quota rules know the requests. */
final class Operations {
    static final String ACLS = "organizations.acls";
    static final String ORGANIZATIONS = "organizations.get";
    static final String USERINFO = "members.me";
    static final String POSTS_LIST = "posts.list";
    static final String POSTS_GET = "posts.get";
    static final String POSTS_CREATE = "posts.create";
    static final String POSTS_EDIT = "posts.edit";
    static final String POSTS_DELETE = "posts.delete";
    static final String COUNTS = "social.counts";
    static final String COMMENTS_LIST = "comments.list";
    static final String COMMENTS_GET = "comments.get";
    static final String COMMENTS_CREATE = "comments.create";
    static final String COMMENTS_DELETE = "comments.delete";
    static final String REACTIONS_CREATE = "reactions.create";
    static final String REACTIONS_DELETE = "reactions.delete";
    static final String MEDIA_BEGIN = "media.begin";
    static final String MEDIA_UPLOAD = "media.upload";
    static final String MEDIA_FINISH = "media.finish";
    static final String MEDIA_STATUS = "media.status";
    static final String SHARE_STATISTICS = "statistics.shares";
    static final String FOLLOWER_STATISTICS = "statistics.followers";
    static final String PAGE_STATISTICS = "statistics.page";
    static final String FOLLOWERS = "statistics.size";
    static final String SUBSCRIPTIONS = "webhooks.subscriptions";
    static final String NOTIFICATIONS = "notifications.list";

    private Operations() {}
}
