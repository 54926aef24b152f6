-- What was counted on posts of which nobody has said yet which publication they are: services hear of a post in any order.
create table analytics.seen_post (
    account_id uuid not null,
    remote_id text not null,
    workspace_id uuid not null,
    seen_at timestamptz not null,
    metrics text[] not null,
    counts float8[] not null,
    primary key (account_id, remote_id)
);
call store.confine('analytics.seen_post', 'select, insert, update, delete');
