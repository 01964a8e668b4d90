-- The end of accounts: until when one lasts, when it was last used, and what is to become of it at a later time.

alter table users add expires_at timestamptz;
-- To the hour.
alter table users add last_activity_at timestamptz;
alter table users add enabled_at timestamptz;

update users u set last_activity_at = a.at
from (
  select user_id, max(at) as at
  from (
    select id as user_id, last_login_at as at from users
    union all
    select user_id, max(last_seen_at) from sessions group by user_id
    union all
    select user_id, max(last_used_at) from tokens where user_id is not null group by user_id
  ) used
  group by user_id
) a
where a.user_id = u.id and a.at is not null;

create index users_expires on users (expires_at) where expires_at is not null;
create index users_activity on users (greatest(created_at, enabled_at, last_activity_at), id);

-- One a user, until it is carried out or cancelled; `failed_at` once it was given up.
create table offboardings (
  user_id uuid primary key,
  action text not null check (action in ('DISABLE', 'DELETE')),
  due_at timestamptz not null,
  reason text,
  actor_user_id uuid,
  actor_application_id uuid,
  created_at timestamptz not null,
  tries integer not null default 0,
  try_at timestamptz not null,
  problem text,
  failed_at timestamptz
);
create index offboardings_try on offboardings (try_at) where failed_at is null;
