-- What each credential was created with: a token, a session, or another credential. Endings that include what was derived follow these
-- rows, so the ids stay here when the token or the session itself is gone.

create table derived_credentials (
  id uuid primary key,
  kind text not null check (kind in ('PASSWORD', 'AUTHENTICATOR', 'RECOVERY_LINK', 'API_TOKEN', 'CLIENT_SECRET', 'REGISTRATION_TOKEN',
    'DEVICE', 'INVITATION', 'SESSION', 'TOKEN_FAMILY', 'APPLICATION', 'USER')),
  credential_id uuid not null,
  -- Whose credential it is.
  user_id uuid,
  -- The credential that it was created with, such as the link by which a password was set.
  source_id uuid,
  token_id uuid,
  family_id uuid,
  session_id uuid,
  by_user_id uuid,
  by_application_id uuid,
  created_at timestamptz not null,
  check (source_id is not null or token_id is not null or session_id is not null)
);
create index derived_credentials_credential on derived_credentials (credential_id);
create index derived_credentials_user on derived_credentials (user_id, id);
create unique index derived_credentials_opened on derived_credentials (credential_id, source_id) where token_id is null and session_id is null;
create index derived_credentials_source on derived_credentials (source_id) where source_id is not null;
create index derived_credentials_token on derived_credentials (token_id) where token_id is not null;
create index derived_credentials_family on derived_credentials (family_id) where family_id is not null;
create index derived_credentials_session on derived_credentials (session_id) where session_id is not null;
create index derived_credentials_by_user on derived_credentials (by_user_id) where by_user_id is not null;
create index derived_credentials_by_application on derived_credentials (by_application_id) where by_application_id is not null;
create index derived_credentials_created on derived_credentials (created_at);

-- Each password and each registration token has an id of its own: a new one takes the place of the former.
alter table passwords add column id uuid not null default gen_random_uuid();
create unique index passwords_id on passwords (id);
alter table applications add column registration_token_id uuid;
update applications set registration_token_id = gen_random_uuid() where registration_token_hash is not null;
create unique index applications_registration_token on applications (registration_token_id) where registration_token_id is not null;
alter table devices add column registration_token_id uuid;
create index devices_registration_token on devices (registration_token_id) where registration_token_id is not null;

-- The client secret with which a client got a token in its own right.
alter table tokens add column secret_id uuid;
create index tokens_secret on tokens (secret_id) where secret_id is not null;

alter table imports add column started_by_token_id uuid;
alter table imports add column started_by_session_id uuid;
