-- The linked accounts. Other schemas refer to engine.account(id).
create table engine.account (
    id uuid primary key,
    workspace_id uuid not null references workspace.workspace (id),
    brand_id uuid not null references workspace.brand (id),
    network text not null,
    remote_id text not null,
    handle text not null,
    display_name text not null,
    kind text not null default 'default',
    picture text,
    state text not null default 'OK',
    state_reason text not null default '',
    linked_at timestamptz not null,
    synchronised_at timestamptz,
    unlinked_at timestamptz,
    version bigint not null default 1,
    unique (workspace_id, network, remote_id)
);
create index account_by_remote_id on engine.account (network, remote_id);
call store.confine('engine.account');
