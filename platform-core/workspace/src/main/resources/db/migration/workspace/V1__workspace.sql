-- Tenants, their brands, people and the audit trail. Other schemas refer to workspace.workspace(id) and workspace.brand(id).
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
    unique (workspace_id, id)
);
create unique index brand_by_name on workspace.brand (workspace_id, lower(name));
call store.confine('workspace.brand');

-- A person exists once, whatever number of workspaces they work in, and so belongs to none.
create table workspace.platform_user (
    id uuid primary key,
    email text not null,
    email_key text not null unique,
    name text not null,
    language text not null check (language in ('en', 'fr')),
    password_hash text not null,
    -- When somebody who is trusted with all workspaces vouched for the address; null when only a workspace's owner did.
    verified_at timestamptz,
    last_workspace_id uuid references workspace.workspace (id),
    created_at timestamptz not null
);
call store.share('workspace.platform_user');

create table workspace.member (
    workspace_id uuid not null references workspace.workspace (id),
    user_id uuid not null references workspace.platform_user (id),
    role text check (role in ('OWNER', 'MANAGER', 'EDITOR', 'CONTRIBUTOR', 'VIEWER')),
    -- Of this workspace alone: its owner must not be able to lock a person out of another one.
    enabled boolean not null default true,
    joined_at timestamptz not null,
    version bigint not null default 1,
    primary key (workspace_id, user_id)
);
create index member_by_user on workspace.member (user_id);
call store.confine('workspace.member');

create table workspace.brand_role (
    workspace_id uuid not null,
    user_id uuid not null,
    brand_id uuid not null,
    role text not null check (role in ('OWNER', 'MANAGER', 'EDITOR', 'CONTRIBUTOR', 'VIEWER')),
    primary key (workspace_id, user_id, brand_id),
    foreign key (workspace_id, user_id) references workspace.member (workspace_id, user_id),
    -- With the workspace, so that a role can never reach into another one.
    foreign key (workspace_id, brand_id) references workspace.brand (workspace_id, id)
);
create index brand_role_by_brand on workspace.brand_role (workspace_id, brand_id);
call store.confine('workspace.brand_role');

-- The second wall around people: in a workspace, only its members can be seen, and nobody's password hash.
alter table workspace.platform_user enable row level security;
create policy parvis_system on workspace.platform_user to parvis_system using (true) with check (true);
create policy parvis_workspace on workspace.platform_user for select to parvis_workspace
    using (exists (
        select from workspace.member m
        where m.user_id = platform_user.id and m.workspace_id = store.current_workspace()));
grant select (id, email, name, language, created_at) on workspace.platform_user to parvis_workspace;

create table workspace.session (
    id uuid primary key,
    workspace_id uuid not null references workspace.workspace (id),
    user_id uuid not null references workspace.platform_user (id),
    reference_hash bytea not null unique,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    origin text not null,
    user_agent text not null
);
create index session_by_user on workspace.session (user_id);
create index session_by_expiry on workspace.session (expires_at);
call store.confine('workspace.session');

create table workspace.api_token (
    id uuid primary key,
    workspace_id uuid not null references workspace.workspace (id),
    -- Null when the operator made it at the console.
    user_id uuid references workspace.platform_user (id),
    name text not null,
    secret_hash bytea not null unique,
    scopes text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    last_refused_at timestamptz
);
create index api_token_by_workspace on workspace.api_token (workspace_id, id);
call store.confine('workspace.api_token');

-- How often a login went wrong, by address, by origin and by both. Before a login there is no workspace.
create table workspace.login_guard (
    guard_key bytea primary key,
    failures integer not null,
    last_failure_at timestamptz not null,
    blocked_until timestamptz not null,
    last_success_at timestamptz
);
create index login_guard_by_age on workspace.login_guard (last_failure_at) where last_success_at is null;
call store.share('workspace.login_guard');

-- The audit trail: entries are only ever added. It outlives what it speaks of, so it refers to nothing; the platform's own
-- chain stands under the nil id.
create table workspace.audit_entry (
    workspace_id uuid not null,
    sequence bigint not null,
    at timestamptz not null,
    actor_id uuid,
    actor text not null,
    origin text not null,
    action text not null,
    subject text not null,
    details jsonb not null,
    hash bytea not null,
    primary key (workspace_id, sequence)
);
call store.confine('workspace.audit_entry', 'select, insert');

-- The end of each chain: whoever appends locks it, and a trail whose end was cut off no longer fits it.
create table workspace.audit_head (
    workspace_id uuid primary key,
    sequence bigint not null,
    hash bytea not null
);
call store.confine('workspace.audit_head', 'select, insert, update');
