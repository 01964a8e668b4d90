alter table links drop column user_epoch;
alter table passwords drop column needs_second_factor;
alter table users drop column password_change_required_at;
alter table users drop column password_locked_at;
