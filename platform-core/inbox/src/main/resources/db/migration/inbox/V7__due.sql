-- Since when an answer is to go out, where a person said so anew; without it, since it was written.
alter table inbox.reply add column due_at timestamptz;
