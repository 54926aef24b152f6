-- Which linking a grant came with: what a person authorised at once is given back at once, with the last of it.
alter table engine.authorisation add column link_id uuid;
create index authorisation_link on engine.authorisation (link_id) where link_id is not null;
