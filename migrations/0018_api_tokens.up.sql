-- API tokens have a name, by which their owner knows them; service accounts have somebody who answers for them.

alter table tokens add column name text;
alter table users add column owner_id uuid;
create index users_owner on users (owner_id, id) where owner_id is not null;
-- Of what a user holds: they are few, and found apart from the many that were issued by sessions.
create index tokens_api on tokens (user_id, id) where kind = 'API';
