-- The `sub` of users who keep the one they had elsewhere. It never looks like an id of this service, so no two users can share a `sub`.
alter table users add column subject text collate "C" check (subject !~ '^[a-z]{3}_[0-9a-z]{26}$');
create unique index users_subject on users (subject);

-- SHA-256 of subjects of deleted users that applications have seen. Nobody gets them again.
create table retired_subjects (
  hash bytea primary key,
  retired_at timestamptz not null
);

-- Imports that also change users.
alter table imports add column mode text not null default 'CREATE' check (mode in ('CREATE', 'UPDATE', 'UPSERT'));
alter table imports add column keep_subject boolean not null default false;
alter table imports add column invite boolean not null default false;
alter table imports add column updated integer not null default 0;
alter table imports add column unchanged integer not null default 0;

-- The user that a line changes, and the fields that it names. Such a line may name the user by an old id alone.
alter table import_lines alter column username drop not null;
alter table import_lines alter column username_key drop not null;
alter table import_lines add column subject text;
alter table import_lines add column user_id uuid;
alter table import_lines add column fields text[] not null default '{}';
create unique index import_lines_subject on import_lines (import_id, subject);
create unique index import_lines_user on import_lines (import_id, user_id);
