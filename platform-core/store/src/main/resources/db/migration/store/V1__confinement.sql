-- What every other schema builds on: the workspace of the transaction, and the second wall around its rows.

grant usage on schema store to parvis_workspace, parvis_system;

-- Stable and simple, so that the planner folds it into the query and index conditions can use it.
create function store.current_workspace() returns uuid
    language sql stable parallel safe
    return nullif(current_setting('parvis.workspace', true), '')::uuid;

comment on function store.current_workspace() is 'The workspace of this transaction; null in one that serves all.';

-- Row-level security is enabled but not forced: the owner runs migrations, which must see every row, and no transaction
-- of the platform runs as the owner.
create procedure store.confine(relation regclass, privileges text default 'select, insert, update, delete')
    language plpgsql
    as $$
declare
    home name := (select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = relation);
begin
    if not exists (
        select from pg_attribute
        where attrelid = relation and attname = 'workspace_id' and atttypid = 'uuid'::regtype and attnotnull
    ) then
        raise exception 'store.confine: % needs a column "workspace_id uuid not null"', relation;
    end if;
    execute format('alter table %s enable row level security', relation);
    execute format('drop policy if exists parvis_workspace on %s', relation);
    execute format('drop policy if exists parvis_system on %s', relation);
    execute format(
        'create policy parvis_workspace on %s to parvis_workspace'
        ' using (workspace_id = store.current_workspace()) with check (workspace_id = store.current_workspace())',
        relation);
    execute format('create policy parvis_system on %s to parvis_system using (true) with check (true)', relation);
    execute format('revoke all on %s from public, parvis_workspace, parvis_system', relation);
    execute format('grant %s on %s to parvis_workspace, parvis_system', privileges, relation);
    execute format('grant usage on schema %I to parvis_workspace, parvis_system', home);
end
$$;

comment on procedure store.confine(regclass, text) is
    'Hides the rows of other workspaces from transactions in a workspace; grants the privileges to both roles.';

create procedure store.share(
        relation regclass,
        privileges text default 'select, insert, update, delete',
        workspace_privileges text default null)
    language plpgsql
    as $$
declare
    home name := (select n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = relation);
begin
    execute format('revoke all on %s from public, parvis_workspace, parvis_system', relation);
    execute format('grant %s on %s to parvis_system', privileges, relation);
    if workspace_privileges is not null then
        execute format('grant %s on %s to parvis_workspace', workspace_privileges, relation);
    end if;
    execute format('grant usage on schema %I to parvis_workspace, parvis_system', home);
end
$$;

comment on procedure store.share(regclass, text, text) is
    'Grants rights on a table without workspace_id: to transactions that serve all workspaces, and, where given, to those'
    ' in one workspace.';
