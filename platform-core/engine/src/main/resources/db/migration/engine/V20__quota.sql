-- What is used of the networks' budgets, so that a restart does not forget it. Written every few seconds, not per call:
-- what a crash loses, the network's next answer corrects. Not confined: budgets belong to the application.
create table engine.quota (
    network text not null,
    bucket text not null,
    scope text not null,
    subject text not null,
    used bigint not null,
    begins timestamptz not null,
    ends timestamptz not null,
    observed_limit bigint,
    steps bigint[] not null default '{}',
    primary key (network, bucket, scope, subject)
);
create index quota_by_end on engine.quota (ends);
call store.share('engine.quota');
