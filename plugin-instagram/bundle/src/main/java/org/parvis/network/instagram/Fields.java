package org.parvis.network.instagram;

/** What is asked of each kind of object; everything else Meta leaves out. */
final class Fields {

    private static final String OF_COMMENT = "id,text,timestamp,username,from{id,username},like_count,hidden";

    /** Without the comment above, for what is read below it. */
    static final String COMMENT = OF_COMMENT + ",replies.limit(50){" + OF_COMMENT + "}";

    static final String COMMENT_ALONE = OF_COMMENT + ",parent_id,media{id}";

    static final String MEDIUM = "id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp,"
            + "username,like_count,comments_count,children{id,media_type,media_url}";

    /** What is enough to show above a comment. */
    static final String MEDIUM_ABOVE = "id,caption,media_type,media_url,thumbnail_url,permalink,timestamp,username";

    static final String MESSAGE = "id,created_time,from,to,message,attachments,shares,story,is_unsupported";

    static final String THREAD = "id,updated_time,participants";

    private Fields() {}
}
