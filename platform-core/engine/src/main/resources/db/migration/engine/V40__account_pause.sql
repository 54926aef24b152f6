-- What a paused account becomes when it goes on; kept up to date meanwhile. Null where it is not paused, and where it was
-- paused before this was kept.
alter table engine.account add column paused_state text;
alter table engine.account add column paused_reason text not null default '';
