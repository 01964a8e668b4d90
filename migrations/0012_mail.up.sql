-- Mails that were asked for and what became of them; links that are sent, by the hash of their secret; and counters that bound how often
-- something may be asked.

create table mails (
  id uuid primary key,
  kind text not null,
  user_id uuid,
  address text not null,
  about_id uuid,
  status text not null default 'QUEUED' check (status in ('QUEUED', 'SENT', 'FAILED', 'DROPPED')),
  tries integer not null default 0,
  fault text,
  created_at timestamptz not null,
  finished_at timestamptz
);
create index mails_user on mails (user_id, id);
create index mails_status on mails (status, id);
create index mails_created on mails (created_at);

-- `hash` and `valid_until` are those of the last secret that was made for the link; none before its first mail.
create table links (
  id uuid primary key,
  user_id uuid not null,
  purpose text not null,
  email_key text,
  hash bytea unique,
  valid_until timestamptz,
  used_at timestamptz,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
create unique index links_unused on links (user_id, purpose) where used_at is null;
create index links_expires on links (expires_at);

create table throttles (
  key bytea primary key,
  count integer not null,
  expires_at timestamptz not null
);
create index throttles_expires on throttles (expires_at);
