-- Attempts that take their place in a budget before they are checked, and browsers in which a user has signed in.

-- `subject`: whose failures these are, as a hash, so that they can be cleared together. `pending`: how many of `count` are still being checked;
-- after `pending_until` they are not, because the process that checked them has stopped.
alter table throttles
  add column subject bytea,
  add column pending integer not null default 0,
  add column pending_until timestamptz;
create index throttles_subject on throttles (subject) where subject is not null;

create table known_browsers (
  id uuid primary key,
  user_id uuid not null,
  hash bytea not null unique,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null
);
create index known_browsers_user on known_browsers (user_id, last_used_at);
create index known_browsers_expires on known_browsers (expires_at);
