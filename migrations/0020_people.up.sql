-- Conditions on attributes; imports: files of users that were uploaded, what of each line waits to be created, and what is wrong with the others.

create index users_attributes on users using gin (attributes);

create table imports (
  id uuid primary key,
  format text not null check (format in ('CSV', 'JSON_LINES', 'KEYCLOAK', 'SCIM')),
  created_by_user_id uuid,
  created_by_application_id uuid,
  started_by_user_id uuid,
  started_by_impersonator_id uuid,
  started_by_application_id uuid,
  -- Whether whoever started it holds all that a rule may give to those who are created.
  may_grant boolean not null default false,
  reason text,
  lines integer not null default 0,
  created integer not null default 0,
  refused integer not null default 0,
  created_at timestamptz not null,
  uploaded_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  stopped boolean not null default false,
  expires_at timestamptz not null
);
create index imports_created on imports (created_at);
create index imports_running on imports (started_at) where started_at is not null and finished_at is null;

-- A line goes when its user is created, in the same transaction: what is here is what is left to do.
create table import_lines (
  import_id uuid not null,
  line integer not null,
  username text not null,
  username_key text not null,
  email text,
  email_key text,
  email_verified boolean not null,
  name text,
  path text not null,
  attributes jsonb not null,
  type text not null,
  disabled boolean not null,
  hash text,
  expires_at timestamptz not null,
  primary key (import_id, line)
);
create unique index import_lines_username on import_lines (import_id, username_key);
create unique index import_lines_email on import_lines (import_id, email_key);
create index import_lines_expires on import_lines (expires_at);

create table import_faults (
  import_id uuid not null,
  line integer not null,
  field text,
  code text not null,
  message text not null,
  primary key (import_id, line)
);
