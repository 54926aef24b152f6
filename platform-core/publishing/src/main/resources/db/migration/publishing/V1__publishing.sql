-- What was composed, and what became of it at each account.
create table publishing.post (
    id uuid primary key,
    workspace_id uuid not null references workspace.workspace (id),
    brand_id uuid not null references workspace.brand (id),
    text text not null,
    created_at timestamptz not null,
    created_by text not null,
    idempotency_key text not null,
    request_hash bytea not null,
    version bigint not null default 1,
    unique (workspace_id, idempotency_key)
);
create index post_by_brand on publishing.post (brand_id, id desc);
call store.confine('publishing.post');

create table publishing.publication (
    id uuid primary key,
    workspace_id uuid not null references workspace.workspace (id),
    account_id uuid not null references engine.account (id),
    post_id uuid references publishing.post (id) on delete cascade,
    position int not null default 0,
    origin text not null,
    state text not null,
    text text not null,
    format text not null,
    options jsonb not null default '{}',
    due_at timestamptz,
    published_at timestamptz,
    -- what the list is ordered by: published, else due, else composed
    listed_at timestamptz not null,
    remote_id text,
    earlier_ids text[] not null default '{}',
    permalink text,
    reason text not null default '',
    -- why a person must decide, as a key: ACCOUNT, LATE, UNDECIDABLE
    held_for text,
    violations jsonb not null default '[]',
    attempts int not null default 0,
    -- names the intent that may be leaving; a retry is a new intent
    intent int not null default 0,
    intent_at timestamptz,
    looks int not null default 0,
    resume_token text,
    expires_at timestamptz,
    retracting boolean not null default false,
    version bigint not null default 1,
    unique (account_id, remote_id)
);
create index publication_by_account on publishing.publication (account_id, listed_at desc, id desc);
create index publication_by_post on publishing.publication (post_id, position) where post_id is not null;
-- the states that somebody looks after are few; the published ones are many
create index publication_unsettled on publishing.publication (account_id, state, listed_at desc, id desc)
    where state not in ('PUBLISHED', 'DRAFT', 'CANCELLED', 'RETRACTED', 'GONE');
-- said to be out by a person: the timeline will bring its id
create index publication_without_id on publishing.publication (account_id, md5(text))
    where state = 'PUBLISHED' and remote_id is null;
call store.confine('publishing.publication');

-- The story of a publication, told by "explain".
create table publishing.event (
    id bigint generated always as identity primary key,
    workspace_id uuid not null,
    publication_id uuid not null references publishing.publication (id) on delete cascade,
    at timestamptz not null,
    what text not null,
    detail text not null
);
create index event_by_publication on publishing.event (publication_id, id);
call store.confine('publishing.event', 'select, insert, delete');

-- Posts as their network sent them, apart from the lists.
create table publishing.raw (
    publication_id uuid primary key references publishing.publication (id) on delete cascade,
    workspace_id uuid not null,
    payload bytea not null
);
call store.confine('publishing.raw');
