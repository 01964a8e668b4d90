-- Refresh tokens that were rotated and that retention has removed. While their family lives, presenting or revoking one of them must end it.
-- Written by retention (src/retention/rules.ts); the rows go with the family.

create table rotated_refresh_tokens (
  token_id uuid primary key,
  hash bytea not null unique,
  family_id uuid not null references token_families (id) on delete cascade
);
create index rotated_refresh_tokens_family on rotated_refresh_tokens (family_id);
