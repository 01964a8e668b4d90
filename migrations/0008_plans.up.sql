-- What a revocation would end, promised for a few minutes: the operation and a digest of everything that it would end.

create table revocation_plans (
  id uuid primary key,
  token_hash bytea not null unique,
  caller text not null,
  user_id uuid,
  action text not null,
  input jsonb not null,
  counts jsonb not null,
  digest text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create index revocation_plans_user on revocation_plans (user_id);
create index revocation_plans_expires on revocation_plans (expires_at);
