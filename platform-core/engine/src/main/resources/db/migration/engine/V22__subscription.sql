-- What networks were asked to push, and how they say it stands. No secret: it is the application's, from the configuration.
create table engine.subscription (
    account_id uuid primary key references engine.account (id),
    workspace_id uuid not null,
    state text not null,
    reason text not null default '',
    checked_at timestamptz,
    expires_at timestamptz
);
call store.confine('engine.subscription');
