package org.parvis.network.facebook;

/** The names by which the descriptor's quota rules know the requests. */
final class Operations {

    static final String OAUTH_EXCHANGE = "oauth.exchange";
    static final String OAUTH_DEBUG = "oauth.debug";
    static final String ACCOUNTS = "me.accounts";
    static final String PERMISSIONS = "me.permissions";
    static final String PERMISSIONS_DELETE = "me.permissions.delete";
    static final String POSTS = "page.posts";
    static final String REELS = "page.reels";
    static final String STORIES = "page.stories";
    static final String TAGGED = "page.tagged";
    static final String VISITORS = "page.visitor-posts";
    static final String COMMENTS = "comments.list";
    static final String CONVERSATIONS = "page.conversations";
    static final String MESSAGES = "conversation.messages";
    static final String LOOKUP = "objects.lookup";
    static final String COMMENT_CREATE = "comments.create";
    static final String COMMENT_HIDE = "comments.hide";
    static final String LIKE = "likes.set";
    static final String DELETE = "objects.delete";
    static final String MESSAGE_SEND = "messages.send";
    static final String POST_CREATE = "posts.create";
    static final String POST_EDIT = "posts.edit";
    static final String PHOTO_STAGE = "photos.stage";
    static final String PHOTO_CREATE = "photos.create";
    static final String STORY_CREATE = "stories.create";
    static final String VIDEO_START = "videos.start";
    static final String VIDEO_TRANSFER = "videos.transfer";
    static final String VIDEO_FINISH = "videos.finish";
    static final String REEL_FINISH = "reels.finish";
    static final String VIDEO_STATUS = "videos.status";
    static final String PAGE_READ = "page.read";
    static final String PAGE_INSIGHTS = "page.insights";
    static final String POST_INSIGHTS = "posts.insights";
    static final String SUBSCRIBED = "page.subscribed-apps";
    static final String SUBSCRIBE = "page.subscribe";

    private Operations() {}
}
