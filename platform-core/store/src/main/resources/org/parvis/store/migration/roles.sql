-- Run at every start, not once: roles belong to the server, and a database restored elsewhere must find them.
-- The two roles cannot log in and own nothing; the login takes one of them on for the length of a transaction.
do $$
declare
    wanted name;
begin
    foreach wanted in array array['parvis_workspace', 'parvis_system']::name[] loop
        begin
            if not exists (select from pg_roles where rolname = wanted) then
                begin
                    execute format('create role %I nologin noinherit', wanted);
                exception
                    when duplicate_object or unique_violation then null; -- another node was faster
                end;
            end if;
            -- Creating a role does not yet allow to take it on (since PostgreSQL 16); asking is the surest test.
            begin
                execute format('set local role %I', wanted);
                reset role;
            exception
                when insufficient_privilege then
                    execute format('grant %I to %I', wanted, current_user);
            end;
        exception
            when insufficient_privilege then
                raise exception 'an administrator must run: create role % nologin; grant % to %',
                    wanted, wanted, current_user;
        end;
    end loop;
end
$$;
