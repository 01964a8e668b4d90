drop table offboardings;
drop index users_activity;
drop index users_expires;
alter table users drop enabled_at;
alter table users drop last_activity_at;
alter table users drop expires_at;
