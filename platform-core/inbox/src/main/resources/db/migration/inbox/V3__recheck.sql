-- How far the look back over what is known has come, newest first: behind this message it goes on.
create table inbox.recheck (
    account_id uuid primary key references engine.account (id),
    workspace_id uuid not null references workspace.workspace (id),
    published_at timestamptz not null,
    item_id uuid not null
);
call store.confine('inbox.recheck');

-- Posts of the account: context that the timeline delivered.
create index item_post on inbox.item (account_id, published_at desc, id desc) where role = 'CONTEXT' and delivered;
