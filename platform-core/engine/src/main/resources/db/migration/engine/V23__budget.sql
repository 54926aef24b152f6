-- What a budget was spent on, by purpose in the order of the code; and the limits operators set.
alter table engine.quota add column purposes bigint[] not null default '{}';

create table engine.quota_limit (
    network text not null,
    bucket text not null,
    scope text not null,
    units bigint check (units > 0),
    reserve_percent int check (reserve_percent between 0 and 90),
    set_by text not null,
    set_at timestamptz not null,
    primary key (network, bucket, scope)
);
call store.share('engine.quota_limit');
