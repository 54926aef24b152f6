-- Unlinking an account took the daily end of the figures that are kept of it away. What has nothing to end costs a look a day.
insert into engine.obligation (id, workspace_id, kind, key, lane, account_id, network, payload, due)
select gen_random_uuid(), workspace_id, 'analytics.expire', id::text, id::text || ':expire', id, network, '{}', now()
from engine.account
on conflict do nothing;
