-- What networks pushed, as it came. Of no workspace: which accounts it is about is known only when it has been understood.
create table engine.webhook (
    id uuid primary key,
    batch_id uuid not null,
    network text not null,
    method text not null,
    headers text not null,
    query text not null,
    body bytea not null,
    body_hash bytea not null,
    origin text not null,
    received_at timestamptz not null,
    state text not null default 'RECEIVED' check (state in ('RECEIVED', 'UNDERSTOOD', 'PARKED')),
    attempt int not null default 0,
    reason text not null default ''
);
comment on column engine.webhook.headers is 'JSON; without those that carry credentials.';
create unique index webhook_body on engine.webhook (network, body_hash);
create index webhook_open on engine.webhook (batch_id, id) where state = 'RECEIVED';
create index webhook_parked on engine.webhook (received_at, id) where state = 'PARKED';
create index webhook_age on engine.webhook (received_at);
call store.share('engine.webhook');
