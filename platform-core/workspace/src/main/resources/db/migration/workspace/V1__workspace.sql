-- Tenants and their brands. Other schemas refer to workspace.workspace(id) and workspace.brand(id).
create table workspace.workspace (
    id uuid primary key,
    workspace_id uuid not null generated always as (id) stored,
    name text not null,
    zone text not null default 'UTC',
    created_at timestamptz not null
);
call store.confine('workspace.workspace');

create table workspace.brand (
    id uuid primary key,
    workspace_id uuid not null references workspace.workspace (id),
    name text not null,
    version bigint not null default 1,
    unique (workspace_id, name)
);
call store.confine('workspace.brand');
