-- What goes out beside a text: files, threads, first comments; and changes of what is out.
alter table publishing.publication
    -- the place within a thread; the first post is 0
    add column part int not null default 0,
    add column continues uuid references publishing.publication (id) on delete cascade,
    -- a pending publication is being gone on with: whether the network took the next step is not known
    add column resuming boolean not null default false,
    -- when something may last have left for it; what is absent well after this never arrived
    add column left_at timestamptz,
    add column edit_text text,
    add column edit_options jsonb,
    add column comment_text text,
    add column comment_state text,
    add column comment_reason text not null default '',
    -- counts the intents to comment, as intent does those to publish
    add column comment_intent int not null default 0,
    add column comment_at timestamptz,
    add column comment_looks int not null default 0,
    add column comment_id text;
create index publication_by_continued on publishing.publication (continues) where continues is not null;

create table publishing.attachment (
    publication_id uuid not null references publishing.publication (id) on delete cascade,
    position int not null,
    workspace_id uuid not null,
    media_id uuid not null,
    alternative_text text not null,
    primary key (publication_id, position)
);
-- no foreign key: a file may be deleted once what used it is out
create index attachment_by_media on publishing.attachment (media_id);
call store.confine('publishing.attachment');
