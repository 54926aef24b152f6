-- The inbox. Every key leads with the account, so that each table can later be split by its hash, and every list is read
-- by keyset along one index per account. Only the small tables refer to engine.account: a check per row would cost the
-- large ones a tenth of their speed, and their rows are only ever written together with a conversation.

-- Who wrote something, as the network shows them to one account.
create table inbox.author (
    account_id uuid not null,
    remote_id text not null,
    workspace_id uuid not null,
    handle text not null,
    display_name text not null,
    picture text,
    primary key (account_id, remote_id)
);
call store.confine('inbox.author');

-- A thread of one account. items counts what is received or written, without mere context: 0 keeps it out of lists.
create table inbox.conversation (
    account_id uuid not null references engine.account (id),
    id uuid not null,
    workspace_id uuid not null references workspace.workspace (id),
    remote_id text not null,
    kind text not null,
    status text not null default 'OPEN',
    snoozed_until timestamptz,
    unread boolean not null default false,
    items int not null default 0,
    last_item_at timestamptz not null,
    last_received_at timestamptz,
    awaiting_since timestamptz,
    snippet text not null default '',
    participant text,
    version bigint not null default 1,
    primary key (account_id, id),
    unique (account_id, remote_id)
);
create index conversation_latest on inbox.conversation (account_id, last_item_at desc, id desc) where items > 0;
create index conversation_status on inbox.conversation (account_id, status, last_item_at desc, id desc) where items > 0;
create index conversation_unread on inbox.conversation (account_id, last_item_at desc, id desc)
    where items > 0 and unread;
create index conversation_awaiting on inbox.conversation (account_id, last_item_at desc, id desc)
    where items > 0 and awaiting_since is not null;
call store.confine('inbox.conversation');

-- One message. remote_id is null for an answer of ours that is not known to be out. delivered: a feed brought it for the
-- account, as opposed to a page that showed it as context. digest covers what can be edited, so that a page of known
-- items is compared without reading their texts.
create table inbox.item (
    account_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    conversation_id uuid not null,
    remote_id text,
    kind text not null,
    role text not null,
    delivered boolean not null,
    author_id text not null,
    in_reply_to text,
    published_at timestamptz not null,
    received_at timestamptz not null,
    answered_at timestamptz,
    digest bigint not null,
    text_repaired boolean not null default false,
    edited boolean not null default false,
    removed boolean not null default false,
    hidden boolean not null default false,
    liked boolean not null default false,
    reply_state text,
    reply_reason text not null default '',
    language text,
    permalink text,
    body text not null,
    attachments jsonb,
    primary key (account_id, id),
    unique (account_id, remote_id)
);
create index item_thread on inbox.item (account_id, conversation_id, published_at, id);
create index item_latest on inbox.item (account_id, published_at desc, id desc) where role <> 'CONTEXT';
create index item_answer on inbox.item (account_id, in_reply_to) where role = 'OWN' and in_reply_to is not null;
create index item_awaiting on inbox.item (account_id, conversation_id, published_at)
    where role = 'RECEIVED' and answered_at is null and not removed;
create index item_reply on inbox.item (account_id) where reply_state is not null and remote_id is null;
call store.confine('inbox.item');

-- What the network sent, byte for byte; apart, so that lists stay narrow.
create table inbox.item_raw (
    account_id uuid not null,
    item_id uuid not null,
    workspace_id uuid not null,
    raw bytea not null,
    primary key (account_id, item_id)
);
call store.confine('inbox.item_raw', 'select, insert, update, delete');

-- Earlier ids of a message that was edited.
create table inbox.item_alias (
    account_id uuid not null,
    remote_id text not null,
    workspace_id uuid not null,
    item_id uuid not null,
    primary key (account_id, remote_id)
);
create index item_alias_item on inbox.item_alias (account_id, item_id);
call store.confine('inbox.item_alias');

-- Earlier texts of a message that was edited or taken back.
create table inbox.item_revision (
    account_id uuid not null,
    item_id uuid not null,
    id uuid not null,
    workspace_id uuid not null,
    remote_id text,
    replaced_at timestamptz not null,
    body text not null,
    primary key (account_id, item_id, id)
);
call store.confine('inbox.item_revision');

-- Messages that were taken back before they came in.
create table inbox.tombstone (
    account_id uuid not null,
    remote_id text not null,
    workspace_id uuid not null,
    removed_at timestamptz not null,
    primary key (account_id, remote_id)
);
call store.confine('inbox.tombstone');

-- What a network sent that cannot be taken in; for the operator to look at. raw is cut where it is too long.
create table inbox.parked (
    account_id uuid not null references engine.account (id),
    id uuid not null,
    workspace_id uuid not null,
    source text not null,
    remote_id text not null,
    reason text not null,
    parked_at timestamptz not null,
    raw bytea,
    primary key (account_id, id)
);
call store.confine('inbox.parked');

-- How far each feed is fetched. A round goes from a cursor to the feed's present end; covered_until is when the last
-- complete round began, so everything older than that was seen.
create table inbox.feed (
    account_id uuid not null references engine.account (id),
    feed text not null,
    workspace_id uuid not null references workspace.workspace (id),
    position text,
    since timestamptz,
    round_began_at timestamptz,
    round_news boolean not null default false,
    requested_at timestamptz,
    covered_until timestamptz,
    completed_at timestamptz,
    pause interval not null default interval '1 minute',
    reason text not null default '',
    primary key (account_id, feed)
);
call store.confine('inbox.feed');

-- The intent behind each answer of ours. intended_at: when its sending was committed, before the first byte left.
create table inbox.reply (
    account_id uuid not null references engine.account (id),
    item_id uuid not null,
    workspace_id uuid not null references workspace.workspace (id),
    idempotency_key text not null,
    request_hash bytea not null,
    target_id uuid not null,
    intended_at timestamptz,
    attempts int not null default 0,
    primary key (account_id, item_id),
    unique (workspace_id, idempotency_key)
);
call store.confine('inbox.reply');
