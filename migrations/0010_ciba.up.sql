-- Sign-ins that a client starts and a user confirms on a device (OpenID CIBA): which clients may, and the requests.

alter table applications add column backchannel_authentication boolean not null default false;

create table authentication_requests (
  id uuid primary key,
  hash bytea not null unique,
  user_id uuid not null,
  user_epoch integer not null,
  application_id uuid not null,
  application_epoch integer not null,
  client_id text not null,
  scopes text[] not null,
  binding_message text,
  challenge text not null,
  payload jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  asked_at timestamptz,
  decided_at timestamptz,
  decision text check (decision in ('APPROVE', 'DENY')),
  device_link_id uuid,
  authenticator_id uuid,
  family_id uuid,
  consumed_at timestamptz
);
create index authentication_requests_user on authentication_requests (user_id, id);
create index authentication_requests_expires on authentication_requests (expires_at);
