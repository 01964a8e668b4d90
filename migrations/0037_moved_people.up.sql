-- People who move here from another system: their ids there, since when they have existed there, and what they have to do at the next sign-in.

-- An old id names one person, so that a file can be matched with those who are already here.
create table previous_ids (
  previous_id text collate "C" primary key,
  user_id uuid not null references users (id) on delete cascade,
  added_at timestamptz not null
);
create index previous_ids_user on previous_ids (user_id);

alter table users add column email_verification_required_at timestamptz;
alter table users add column factor_required_at timestamptz;

alter table import_lines add column previous_ids text[] not null default '{}';
alter table import_lines add column created_at timestamptz;
alter table import_lines add column required_actions text[] not null default '{}';
-- Without the list of pending entries, which each line of an upload would search.
create index import_lines_previous_ids on import_lines using gin (previous_ids) with (fastupdate = off);

alter table imports drop constraint imports_format_check;
alter table imports add constraint imports_format_check
  check (format in ('CSV', 'JSON_LINES', 'KEYCLOAK', 'SCIM', 'AUTH0', 'FIREBASE', 'OKTA', 'COGNITO'));
