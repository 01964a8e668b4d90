-- Passkeys (WebAuthn): public keys of authenticators, and the challenges that new ones sign.

create table passkeys (
  authenticator_id uuid primary key,
  user_id uuid not null,
  credential_id bytea not null unique,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  created_at timestamptz not null
);
create index passkeys_user on passkeys (user_id);

create table passkey_challenges (
  authenticator_id uuid primary key,
  user_id uuid not null,
  hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index passkey_challenges_user on passkey_challenges (user_id);
create index passkey_challenges_expires on passkey_challenges (expires_at);
