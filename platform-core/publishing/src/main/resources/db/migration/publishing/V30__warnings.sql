-- What the network did not take although the publication is out, as violations are written.
alter table publishing.publication add column warnings jsonb not null default '[]';
