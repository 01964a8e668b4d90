-- How long a session lasts unused and in all, as the settings were when its user signed in; before, these were fixed.
alter table sessions add column idle_seconds integer not null default 1209600;
alter table sessions add column absolute_seconds integer not null default 7776000;
-- The row that changes of settings are counted in, and that they lock.
insert into settings (key, value, updated_at) values ('version', '1', now());
