package org.parvis.network.youtube;

/** The names by which the descriptor's quota rules know the requests; YouTube's own where it has one. */
final class Operations {
    static final String CHANNELS_LIST = "channels.list";
    static final String PLAYLIST_ITEMS_LIST = "playlistItems.list";
    static final String VIDEOS_LIST = "videos.list";
    static final String VIDEOS_INSERT = "videos.insert";
    /** The bytes of a film: free, once the session is open. */
    static final String VIDEOS_UPLOAD = "videos.upload";

    static final String VIDEOS_UPDATE = "videos.update";
    static final String VIDEOS_DELETE = "videos.delete";
    static final String THUMBNAILS_SET = "thumbnails.set";
    static final String THREADS_LIST = "commentThreads.list";
    static final String THREADS_INSERT = "commentThreads.insert";
    static final String COMMENTS_LIST = "comments.list";
    static final String COMMENTS_INSERT = "comments.insert";
    static final String COMMENTS_DELETE = "comments.delete";
    static final String COMMENTS_MODERATE = "comments.setModerationStatus";
    static final String REPORTS_QUERY = "reports.query";
    static final String HUB_SUBSCRIBE = "hub.subscribe";
    static final String HUB_DETAILS = "hub.details";

    private Operations() {}
}
