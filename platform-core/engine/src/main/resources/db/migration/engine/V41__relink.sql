-- Addresses by which a person links one account again. Only hashes of what the address carries; each serves once.
create table engine.relink (
    token_hash bytea primary key,
    workspace_id uuid not null references workspace.workspace (id),
    account_id uuid not null references engine.account (id),
    expires_at timestamptz not null,
    used_at timestamptz
);
create index relink_account on engine.relink (account_id);
create index relink_expiry on engine.relink (expires_at);
call store.confine('engine.relink', 'select, insert, update, delete');
