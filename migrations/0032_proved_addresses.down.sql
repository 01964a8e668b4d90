alter table links drop column proved;
drop trigger keep_proved_address on users;
drop function keep_proved_address();
alter table users drop column proved_email_key;
