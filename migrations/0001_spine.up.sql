-- Users, applications, devices, sessions, tokens, access grants, consents, events and receipts.
-- Conventions: state is a nullable timestamp; secrets are SHA-256 (bytea) or argon2id; user-owned rows carry user_id and are joined
-- by plain ids, without foreign keys that cross users. Whether a row is live is decided in src/modules/revocation/live.ts alone.

create extension if not exists pg_trgm;

create table users (
  id uuid primary key,
  username text not null check (length(username) between 1 and 150),
  username_key text not null,
  email text,
  email_key text,
  email_verified boolean not null default false,
  name text,
  path text not null default '',
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  type text not null default 'INTERNAL' check (type in ('INTERNAL', 'EXTERNAL', 'SERVICE_ACCOUNT', 'INTERNAL_SERVICE_ACCOUNT')),
  source text not null default 'LOCAL' check (source in ('LOCAL', 'EXTERNAL')),
  onboarding text check (onboarding in ('INVITED', 'PENDING_CONFIRMATION', 'PENDING_LOGIN')),
  disabled_at timestamptz,
  disabled_reason text,
  status text not null generated always as (case when disabled_at is not null then 'DISABLED' else coalesce(onboarding, 'ACTIVE') end) stored,
  epoch integer not null default 0,
  search text not null generated always as (username_key || ' ' || coalesce(email_key, '') || ' ' || lower(coalesce(name, ''))) stored,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  last_login_at timestamptz,
  version integer not null default 1
) with (fillfactor = 85);
create unique index users_username_key on users (username_key);
create unique index users_email_key on users (email_key);
create index users_status on users (status, id);
create index users_path on users (path text_pattern_ops, id);
create index users_last_login on users (coalesce(last_login_at, '-infinity'::timestamptz), id);
create index users_search on users using gin (search gin_trgm_ops);

create table passwords (
  user_id uuid primary key references users (id) on delete cascade,
  hash text not null,
  changed_at timestamptz not null
);

create table roles (
  id uuid primary key,
  name text not null unique,
  description text not null,
  permissions text[] not null,
  built_in boolean not null default false
);

create table user_roles (
  user_id uuid not null references users (id) on delete cascade,
  role_id uuid not null references roles (id),
  assigned_at timestamptz not null,
  primary key (user_id, role_id)
);
create index user_roles_role on user_roles (role_id);

create table applications (
  id uuid primary key,
  name text not null,
  client_id text not null unique,
  kind text not null check (kind in ('WEB', 'SPA', 'MOBILE', 'MACHINE', 'RESOURCE_SERVER')),
  consent_mode text not null default 'PERMANENT' check (consent_mode in ('ALWAYS', 'PERMANENT', 'EXPIRES', 'IMPLICIT')),
  consent_lifetime integer check (consent_lifetime > 0),
  redirect_uris text[] not null default '{}',
  post_logout_redirect_uris text[] not null default '{}',
  scopes text[] not null default '{}',
  identifier text unique,
  registration_token_hash bytea unique,
  built_in boolean not null default false,
  disabled_at timestamptz,
  disabled_reason text,
  epoch integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1
);
create index applications_name on applications (lower(name), id);

create table application_secrets (
  id uuid primary key,
  application_id uuid not null references applications (id) on delete cascade,
  hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz
);
create index application_secrets_application on application_secrets (application_id);

create table devices (
  id uuid primary key,
  application_id uuid not null references applications (id),
  client_id text not null unique,
  secret_hash bytea not null,
  metadata jsonb not null default '{}',
  name text not null,
  platform text not null check (platform in ('IOS', 'ANDROID', 'WINDOWS', 'MACOS', 'LINUX', 'WEB', 'OTHER')),
  model text,
  os_version text,
  app_version text,
  created_at timestamptz not null,
  last_seen_at timestamptz,
  version integer not null default 1
) with (fillfactor = 85);
create index devices_application on devices (application_id, id);

create table device_links (
  id uuid primary key,
  user_id uuid not null,
  device_id uuid not null,
  connected_at timestamptz not null,
  last_seen_at timestamptz not null,
  mobile_enrolled_at timestamptz,
  push_enrolled_at timestamptz check (push_enrolled_at is null or mobile_enrolled_at is not null),
  ended_at timestamptz,
  end_reason text,
  revocation_id uuid
) with (fillfactor = 85);
create unique index device_links_active on device_links (user_id, device_id) where ended_at is null;
create index device_links_device on device_links (device_id, id) where ended_at is null;

create table sessions (
  id uuid primary key,
  uid text not null unique,
  cookie_hash bytea not null unique,
  user_id uuid not null,
  user_epoch integer not null,
  device_id uuid,
  device_link_id uuid,
  platform text not null,
  os text,
  os_version text,
  browser text,
  user_agent text,
  ip text,
  location text,
  authentication_methods text[] not null default '{}',
  impersonator_id uuid,
  payload jsonb not null default '{}',
  created_at timestamptz not null,
  authenticated_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  tokens_ended_at timestamptz,
  revocation_id uuid
) with (fillfactor = 80);
create index sessions_user on sessions (user_id, id);
create index sessions_device_link on sessions (device_link_id, id) where device_link_id is not null;
create index sessions_device on sessions (device_id, id) where device_id is not null;
create index sessions_ip on sessions (ip, id);
create index sessions_expires on sessions (expires_at, id);

create table consents (
  id uuid primary key,
  user_id uuid not null,
  application_id uuid not null,
  scopes text[] not null default '{}',
  resource_scopes jsonb not null default '{}',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  tokens_ended_at timestamptz,
  end_reason text,
  revocation_id uuid
);
create unique index consents_active on consents (user_id, application_id) where revoked_at is null;
create index consents_user on consents (user_id, id);
create index consents_application on consents (application_id, id);

-- One authorization of one user for one client: what a code, its refresh tokens and their access tokens have in common.
create table token_families (
  id uuid primary key,
  user_id uuid not null,
  application_id uuid not null,
  client_id text not null,
  device_id uuid,
  device_link_id uuid,
  session_id uuid,
  consent_id uuid not null,
  user_epoch integer not null,
  application_epoch integer not null,
  payload jsonb not null default '{}',
  refresh_token_issued boolean not null default false,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  end_reason text,
  revocation_id uuid
);
create index token_families_user on token_families (user_id, application_id);
create index token_families_session on token_families (session_id, application_id);
create index token_families_expires on token_families (expires_at);

create table access_grants (
  id uuid primary key,
  hash bytea not null unique,
  family_id uuid not null,
  user_id uuid not null,
  application_id uuid not null,
  client_id text not null,
  device_id uuid,
  device_link_id uuid,
  session_id uuid,
  session_bound boolean not null default false,
  consent_id uuid,
  user_epoch integer not null,
  application_epoch integer not null,
  scopes text[] not null default '{}',
  payload jsonb not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  consumed_at timestamptz,
  revoked_at timestamptz,
  end_reason text,
  revocation_id uuid
);
create index access_grants_user on access_grants (user_id, id);
create index access_grants_family on access_grants (family_id);
create index access_grants_application on access_grants (application_id, id);
create index access_grants_expires on access_grants (expires_at);

create table tokens (
  id uuid primary key,
  hash bytea not null unique,
  kind text not null check (kind in ('ACCESS', 'REFRESH', 'API')),
  family_id uuid,
  user_id uuid,
  application_id uuid not null,
  client_id text not null,
  device_id uuid,
  device_link_id uuid,
  session_id uuid,
  session_bound boolean not null default false,
  consent_id uuid,
  user_epoch integer,
  application_epoch integer not null,
  scopes text[] not null default '{}',
  resource text,
  payload jsonb not null default '{}',
  created_at timestamptz not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  consumed_at timestamptz,
  revoked_at timestamptz,
  end_reason text,
  revocation_id uuid,
  -- A missing epoch means "survives a disable": only API tokens do, suspended meanwhile.
  check (kind = 'API' or user_id is null or (user_epoch is not null and family_id is not null and consent_id is not null))
) with (fillfactor = 80);
create index tokens_user on tokens (user_id, id);
create index tokens_application on tokens (application_id, id);
create index tokens_session on tokens (session_id, id) where session_id is not null;
create index tokens_family on tokens (family_id);
create index tokens_device on tokens (device_id, id) where device_id is not null;
create index tokens_device_link on tokens (device_link_id, id) where device_link_id is not null;
create index tokens_expires on tokens (expires_at, id);

-- The end of everything that was issued to a user or by an application under one epoch: one row, however many rows it ends.
create table epoch_ends (
  subject_id uuid not null,
  epoch integer not null,
  ended_at timestamptz not null,
  end_reason text not null,
  revocation_id uuid,
  primary key (subject_id, epoch)
);

create table revocations (
  id uuid primary key,
  action text not null,
  actor_user_id uuid,
  actor_application_id uuid,
  reason text,
  requested_at timestamptz not null,
  target_type text not null,
  target_id uuid not null,
  user_id uuid,
  counts jsonb,
  selections jsonb not null default '[]'
);
create index revocations_target on revocations (target_id, id);
create index revocations_user on revocations (user_id, id);
create index revocations_actor on revocations (actor_user_id, id);
create index revocations_unsettled on revocations (id) where counts is null;

create table revocation_items (
  revocation_id uuid not null,
  item_id uuid not null,
  type text not null,
  user_id uuid,
  primary key (revocation_id, item_id)
);

create table idempotency_keys (
  caller text not null,
  key text not null,
  action text not null,
  input_hash bytea not null,
  revocation_id uuid,
  subject_id uuid,
  created_at timestamptz not null,
  primary key (caller, key)
);
create index idempotency_keys_created on idempotency_keys (created_at);

-- Ids are UUIDv7, so a range of ids is a range of time: partitions are by month without a second key column.
create table events (
  id uuid primary key,
  type text not null,
  outcome text not null check (outcome in ('SUCCESS', 'FAILURE', 'DENIED')),
  occurred_at timestamptz not null,
  actor_user_id uuid,
  actor_application_id uuid,
  user_id uuid,
  device_id uuid,
  session_id uuid,
  application_id uuid,
  ip text,
  user_agent text,
  reason text,
  request_id text,
  revocation_id uuid,
  details jsonb not null default '{}'
) partition by range (id);
create table events_default partition of events default;
create index events_user on events (user_id, id);
create index events_actor on events (actor_user_id, id);
create index events_type on events (type, id);
create index events_application on events (application_id, id);
create index events_device on events (device_id, id);
create index events_session on events (session_id, id);
create index events_revocation on events (revocation_id);

-- Short-lived records of the provider that are nobody's session or token (interactions, anonymous sessions, …). The payload is
-- encrypted under a key derived from the record's own id, of which only the hash is here.
create table oidc_artifacts (
  model text not null,
  id_hash bytea not null,
  payload bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  consumed_at timestamptz,
  primary key (model, id_hash)
);
create index oidc_artifacts_expires on oidc_artifacts (expires_at);

create table signing_keys (
  kid text primary key,
  public_jwk jsonb not null,
  created_at timestamptz not null,
  retired_at timestamptz
);

create table settings (
  key text primary key,
  value jsonb not null,
  updated_at timestamptz not null
);
