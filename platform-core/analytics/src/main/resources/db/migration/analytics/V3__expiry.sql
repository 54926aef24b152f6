-- What is too old to be kept is found by its time, account by account.
create index metric_expiry on analytics.metric (account_id, until_at);
create index seen_post_expiry on analytics.seen_post (account_id, seen_at);
