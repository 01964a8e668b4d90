drop function lock_users(uuid[], uuid[]);
alter table applications drop column resource_scopes, drop column first_party;
