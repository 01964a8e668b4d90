drop index tokens_api;
drop index users_owner;
alter table users drop column owner_id;
alter table tokens drop column name;
