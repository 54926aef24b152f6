-- The files of the media library. What they hold lies in the folder of the library, under the id.
create table media.asset (
    id uuid primary key,
    workspace_id uuid not null references workspace.workspace (id),
    brand_id uuid not null references workspace.brand (id),
    name text not null,
    type text not null,
    size bigint not null,
    sha256 bytea not null,
    width int not null,
    height int not null,
    duration_millis bigint,
    alternative_text text not null default '',
    added_at timestamptz not null,
    added_by text not null,
    idempotency_key text not null,
    version bigint not null default 1,
    unique (workspace_id, idempotency_key)
);
create index asset_by_brand on media.asset (brand_id, added_at desc, id desc);
call store.confine('media.asset');
