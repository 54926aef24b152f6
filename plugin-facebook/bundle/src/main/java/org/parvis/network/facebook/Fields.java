package org.parvis.network.facebook;

/** What is asked of each kind of object; everything else Meta leaves out. */
final class Fields {

    static final String FROM = "from{id,name,picture{url}}";

    static final String COMMENT = "id,message,created_time," + FROM + ",parent{id},attachment,is_hidden,permalink_url";

    static final String POST =
            "id,message,story,created_time,updated_time,permalink_url,full_picture,status_type,shares,"
                    + "attachments{media_type,type,title,url,media,target},reactions.summary(true).limit(0)";

    /** What is enough to show above a comment. */
    static final String POST_ABOVE = "id,message,story,created_time,permalink_url,full_picture,status_type";

    static final String FOREIGN_POST = "id,message,created_time," + FROM + ",permalink_url,full_picture,status_type";

    static final String MESSAGE = "id,created_time,from,to,message,attachments,sticker,shares";

    static final String THREAD = "id,updated_time,participants,can_reply";

    static final String REEL = "id,description,title,created_time,permalink_url,post_id";

    static final String VIDEO_STATUS = "status,published,post_id,permalink_url,created_time";

    private Fields() {}
}
