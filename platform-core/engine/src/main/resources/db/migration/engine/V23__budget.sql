-- What a budget was spent on, by purpose in the order of the code; and the limits operators set.
alter table engine.quota add column purposes bigint[] not null default '{}';

create table engine.quota_limit (
    network text not null,
    bucket text not null,
    scope text not null,
    units bigint not null check (units > 0),
    set_by text not null,
    set_at timestamptz not null,
    primary key (network, bucket, scope)
);
call store.share('engine.quota_limit');
