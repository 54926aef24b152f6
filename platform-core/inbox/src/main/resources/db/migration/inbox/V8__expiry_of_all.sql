-- Unlinking an account took the daily end of what is kept of it away, and accounts from before there was one had none. What has
-- nothing to end costs a look a day.
insert into engine.obligation (id, workspace_id, kind, key, lane, account_id, network, payload, due)
select gen_random_uuid(), workspace_id, 'inbox.expire', id::text, id::text, id, network, '{}', now()
from engine.account
on conflict do nothing;
