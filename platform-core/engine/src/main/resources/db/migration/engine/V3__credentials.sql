-- What networks granted, sealed: a data key of the row's own (AES-256-GCM), itself sealed by a key of the ring. Accounts
-- that came with one authorisation share its row, so a single-use refresh token exists once.
create table engine.authorisation (
    id uuid primary key,
    workspace_id uuid not null references workspace.workspace (id),
    network text not null,
    key_id text not null,
    wrapped_key bytea not null,
    sealed bytea not null,
    expires_at timestamptz,
    refreshable boolean not null,
    version bigint not null default 1,
    refresh_owner uuid,
    refresh_until timestamptz
);
comment on column engine.authorisation.expires_at is 'Of the access token, in business time.';
comment on column engine.authorisation.refresh_until is
    'Until when, on the database''s clock, refresh_owner alone may use the refresh token.';
create index authorisation_key on engine.authorisation (key_id, id);
create index authorisation_workspace on engine.authorisation (workspace_id);
call store.confine('engine.authorisation');

alter table engine.account add column authorisation_id uuid references engine.authorisation (id);
create index account_authorisation on engine.account (authorisation_id);
create index account_list on engine.account (workspace_id, linked_at, id) where unlinked_at is null;

-- A link that was begun and waits for the person to come back from the network. Only hashes of what the browser carries.
create table engine.link_attempt (
    state_hash bytea primary key,
    workspace_id uuid not null references workspace.workspace (id),
    user_id uuid,
    brand_id uuid not null references workspace.brand (id),
    network text not null,
    relink_id uuid references engine.account (id),
    binding_hash bytea not null,
    key_id text not null,
    wrapped_key bytea not null,
    sealed_verifier bytea not null,
    redirect text not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index link_attempt_expiry on engine.link_attempt (expires_at);
call store.confine('engine.link_attempt');
