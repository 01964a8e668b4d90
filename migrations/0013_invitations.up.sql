-- Invitations: who has the secret may have an account, with the data that the invitation says. With an address it is that of a user who is
-- INVITED; without one, of whoever has it.

create table invitations (
  id uuid primary key,
  user_id uuid,
  email text,
  email_key text,
  reusable boolean not null default false,
  hash bytea unique,
  name text,
  path text not null default '',
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  type text not null check (type in ('INTERNAL', 'EXTERNAL')),
  lifetime_seconds integer not null,
  accepted integer not null default 0,
  created_by_user_id uuid,
  created_by_application_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index invitations_user on invitations (user_id, id);
create index invitations_creator on invitations (created_by_user_id) where created_by_user_id is not null;
create index invitations_expires on invitations (expires_at);
