-- How each application speaks OAuth. What exists keeps what it had: ES256 and PKCE. New applications are registered with other defaults.
alter table applications add column id_token_algorithm text not null default 'ES256';
alter table applications add column pkce text not null default 'REQUIRED';
alter table applications add column require_pushed_authorization_requests boolean not null default false;
alter table applications add column dpop_bound_access_tokens boolean not null default false;
alter table applications add column device_authorization boolean not null default false;

-- A client authenticates with a secret or with a key. `hash` is the SHA-256 of the secret, or the thumbprint of the key (RFC 7638).
alter table application_secrets add column public_jwk jsonb;

-- Requests of RFC 8628 that nobody has approved yet: an approved one is an access grant. Both codes are stored as hashes.
create table device_authorizations (
  id uuid primary key,
  hash bytea not null unique,
  user_code_hash bytea not null unique,
  application_id uuid not null references applications (id) on delete cascade,
  client_id text not null,
  payload jsonb not null,
  polled_at timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index device_authorizations_expires on device_authorizations (expires_at);
create index device_authorizations_application on device_authorizations (application_id);
