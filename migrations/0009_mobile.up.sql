-- Keys with which a user confirms sign-ins on a device, the challenges that a device signs, and the requests that clients start (OpenID CIBA).

create table authenticators (
  id uuid primary key,
  user_id uuid not null,
  device_link_id uuid not null,
  kind text not null check (kind in ('DEVICE_KEY', 'PIN', 'BIOMETRIC')),
  name text not null,
  public_jwk jsonb not null,
  thumbprint text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  revocation_id uuid
);
create unique index authenticators_key on authenticators (thumbprint) where ended_at is null;
create index authenticators_user on authenticators (user_id, id);
create index authenticators_ended on authenticators (ended_at);
create index authenticators_link on authenticators (device_link_id, id);

create table device_challenges (
  hash bytea primary key,
  user_id uuid not null,
  device_link_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index device_challenges_user on device_challenges (user_id);
create index device_challenges_expires on device_challenges (expires_at);
