create table probe.note (
    id uuid primary key,
    workspace_id uuid not null,
    text text not null,
    at timestamptz not null default now(),
    number int unique deferrable initially deferred
);
create index note_workspace on probe.note (workspace_id, id);
call store.confine('probe.note');

create table probe.mark (id uuid primary key, workspace_id uuid not null, text text not null);
call store.confine('probe.mark', 'select, insert');

create table probe.machine (name text primary key);
call store.share('probe.machine');

create table probe.country (code text primary key);
call store.share('probe.country', 'select, insert', 'select');
