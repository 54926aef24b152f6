-- What decides how soon a feed is looked at again: when polling last brought something new, and when the network last pushed
-- something that belongs to it.
alter table inbox.feed add column news_at timestamptz, add column pushed_at timestamptz;
