-- Second factors of the sign-in page: seeds of authenticator apps, sealed, and recovery codes. They are authenticators without a device.

alter table authenticators alter column device_link_id drop not null;
alter table authenticators alter column public_jwk drop not null;
alter table authenticators alter column thumbprint drop not null;
alter table authenticators drop constraint authenticators_kind_check;
alter table authenticators add constraint authenticators_kind_check
  check (kind in ('DEVICE_KEY', 'PIN', 'BIOMETRIC', 'TOTP', 'RECOVERY_CODES', 'PASSKEY'));
alter table authenticators add constraint authenticators_place_check
  check ((kind in ('DEVICE_KEY', 'PIN', 'BIOMETRIC')) = (device_link_id is not null));
create unique index authenticators_recovery_codes on authenticators (user_id) where kind = 'RECOVERY_CODES' and ended_at is null;

-- The ids of the keys that secrets are sealed with; the keys themselves are outside.
create table sealing_keys (
  id text primary key,
  proof bytea not null,
  created_at timestamptz not null
);

-- Under the id that the authenticator has or will have. What was never confirmed expires.
create table totp_secrets (
  authenticator_id uuid primary key,
  user_id uuid not null,
  seed bytea not null,
  key_id text not null,
  last_step bigint,
  created_at timestamptz not null,
  expires_at timestamptz
);
create index totp_secrets_user on totp_secrets (user_id);
create index totp_secrets_key on totp_secrets (key_id);
create index totp_secrets_expires on totp_secrets (expires_at);

create table recovery_codes (
  hash bytea primary key,
  authenticator_id uuid not null,
  user_id uuid not null,
  used_at timestamptz
);
create index recovery_codes_user on recovery_codes (user_id);
create index recovery_codes_authenticator on recovery_codes (authenticator_id);

-- Wrong codes since the last right one.
create table second_factor_failures (
  user_id uuid primary key,
  failures integer not null,
  blocked_until timestamptz
);
