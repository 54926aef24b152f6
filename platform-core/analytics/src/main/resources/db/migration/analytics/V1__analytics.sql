-- Figures. Kept by analytics itself, inside the transactions of the services that announce changes; it never reads their
-- tables. Keys lead with the account.

-- One row per received item: what response times come from.
create table analytics.received (
    account_id uuid not null,
    item_id uuid not null,
    workspace_id uuid not null,
    author_id text not null,
    published_at timestamptz not null,
    answered_at timestamptz,
    primary key (account_id, item_id)
);
create index received_time on analytics.received (account_id, published_at) include (author_id, answered_at);
call store.confine('analytics.received');

-- Under which name an author is shown.
create table analytics.customer (
    account_id uuid not null,
    author_id text not null,
    workspace_id uuid not null,
    handle text not null,
    primary key (account_id, author_id)
);
call store.confine('analytics.customer');

-- One row per post or answer of the account: a publication's id or an item's.
create table analytics.own (
    account_id uuid not null,
    subject_id uuid not null,
    workspace_id uuid not null,
    published_at timestamptz not null,
    primary key (account_id, subject_id)
);
create index own_time on analytics.own (account_id, published_at);
call store.confine('analytics.own');

-- How much came, went and was first answered in each hour.
create table analytics.hour (
    account_id uuid not null references engine.account (id),
    hour timestamptz not null,
    workspace_id uuid not null references workspace.workspace (id),
    received bigint not null default 0,
    own bigint not null default 0,
    answered bigint not null default 0,
    primary key (account_id, hour)
);
call store.confine('analytics.hour');

-- Publications whose figures are collected; collect_at is null once they have settled.
create table analytics.publication (
    account_id uuid not null references engine.account (id),
    publication_id uuid not null,
    workspace_id uuid not null references workspace.workspace (id),
    remote_id text not null,
    published_at timestamptz not null,
    collect_at timestamptz,
    primary key (account_id, publication_id)
);
create index publication_due on analytics.publication (account_id, collect_at) where collect_at is not null;
create index publication_remote on analytics.publication (account_id, remote_id);
create index publication_id on analytics.publication (workspace_id, publication_id);
call store.confine('analytics.publication');

-- Figures as the network reported them. subject_id is the publication, or the account for its own.
create table analytics.metric (
    account_id uuid not null references engine.account (id),
    subject_id uuid not null,
    metric text not null,
    from_at timestamptz not null,
    until_at timestamptz not null,
    dimensions text not null default '',
    workspace_id uuid not null references workspace.workspace (id),
    value double precision not null,
    primary key (account_id, subject_id, metric, from_at, until_at, dimensions)
);
create index metric_time on analytics.metric (account_id, subject_id, until_at);
call store.confine('analytics.metric');
