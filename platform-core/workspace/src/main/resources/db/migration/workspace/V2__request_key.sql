-- What was answered to a creating request, so that repeating it creates nothing twice. Kept for a day. Neither the key nor the
-- request is here, only hashes of them.
create table workspace.request_key (
    workspace_id uuid not null references workspace.workspace (id),
    key_hash bytea not null,
    request_hash bytea not null,
    begun_at timestamptz not null,
    -- Null while the first request runs, and for good when it was interrupted.
    status integer,
    -- Null also when the answer held a secret.
    body text,
    entity_tag text,
    primary key (workspace_id, key_hash)
);
create index request_key_by_age on workspace.request_key (workspace_id, begun_at);
call store.confine('workspace.request_key');
