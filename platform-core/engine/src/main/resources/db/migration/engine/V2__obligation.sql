-- Whatever must happen. A fulfilled obligation is deleted, so the table holds open work only.
-- A claim does not write here: it is a row of engine.obligation_lease, which keeps claiming cheap for every index below.
create table engine.obligation (
    id uuid primary key,
    workspace_id uuid not null,
    kind text not null,
    key text not null,
    lane text not null,
    account_id uuid,
    network text not null default '',
    payload text not null,
    due timestamptz not null,
    state text not null default 'READY' check (state in ('READY', 'WAITING', 'DEAD')),
    waiting_for text not null default '',
    attempt int not null default 0,
    failing_since timestamptz,
    reason text not null default '',
    created_at timestamptz not null default clock_timestamp()
) with (
    -- Rows live briefly: dead ones must go before they slow the walk along the indexes.
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_cost_delay = 0
);
comment on column engine.obligation.due is 'Business time.';
comment on column engine.obligation.network is 'Empty where none is needed.';
comment on column engine.obligation.attempt is 'How many attempts failed since the last success.';

create unique index obligation_open on engine.obligation (kind, key, workspace_id) where state <> 'DEAD';
create index obligation_ready on engine.obligation (network, due, id) where state = 'READY';
create index obligation_lane on engine.obligation (lane, due, id) where state = 'READY';
create index obligation_waiting on engine.obligation (due, id) where state = 'WAITING';
create index obligation_waiting_for on engine.obligation (waiting_for, network) where state = 'WAITING';
create index obligation_dead on engine.obligation (due, id) where state = 'DEAD';
create index obligation_account on engine.obligation (account_id) where account_id is not null;
call store.confine('engine.obligation');

-- Who handles what, on the database's clock. The token changes with every claim and fences whoever lost the lease.
-- One row per lane at a time, whatever the nodes do.
create table engine.obligation_lease (
    obligation_id uuid primary key,
    workspace_id uuid not null,
    lane text not null unique,
    owner text not null,
    token bigint not null,
    until timestamptz not null
) with (
    fillfactor = 50,
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 2000,
    autovacuum_vacuum_cost_delay = 0
);
create sequence engine.lease_token cache 1000;
grant usage on sequence engine.lease_token to parvis_system;
call store.confine('engine.obligation_lease');
