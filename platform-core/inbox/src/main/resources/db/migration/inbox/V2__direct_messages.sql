-- A direct message names no message that it answers: in a conversation of two, whatever the account writes answers all
-- that came before it. several: more than one other writes there, so that nobody can say who is answered.
alter table inbox.conversation add column several boolean not null default false;

-- The next, or the last, message of the account in a conversation: one step, however long the conversation is.
create index item_direct_answer on inbox.item (account_id, conversation_id, published_at)
    where role = 'OWN' and kind = 'DIRECT_MESSAGE' and not removed;
