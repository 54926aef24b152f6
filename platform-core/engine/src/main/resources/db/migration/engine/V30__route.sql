-- Which version of a network serves which account: a rule per network, from which every account's version follows. Not
-- confined: networks serve all workspaces, and only the operator changes this.
create table engine.route (
    network text primary key,
    version text,
    canary text,
    share int not null default 0 check (share between 0 and 100),
    workspace_id uuid,
    resting boolean not null default false,
    changed_at timestamptz not null default clock_timestamp()
);
call store.share('engine.route');
