-- What went over the wire is part of the story for a while only.
create index event_exchanges on publishing.event (workspace_id, at) where what = 'exchange';
