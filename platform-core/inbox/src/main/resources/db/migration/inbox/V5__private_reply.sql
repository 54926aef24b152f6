-- Answers that go as a direct message to whoever wrote a comment.
alter table inbox.reply add column privately boolean not null default false;
