-- How an item stands on its network, as the network last said or as we made it; hidden is what we asked for.
alter table inbox.item add column visibility text not null default 'VISIBLE';

-- When its content was last fetched, to the day, and whether it was blanked since because the network's terms end then.
alter table inbox.item add column fetched_at timestamptz not null default now();
alter table inbox.item add column blanked boolean not null default false;
create index item_kept on inbox.item (account_id, fetched_at) where role <> 'OWN' and not blanked and not removed;

alter table inbox.author add column fetched_at timestamptz not null default now();
create index author_kept on inbox.author (account_id, fetched_at) where handle <> remote_id or display_name <> remote_id
    or picture is not null;

-- Whether a person wrote the answer: some networks let people answer longer than automation.
alter table inbox.reply add column by_person boolean not null default true;
