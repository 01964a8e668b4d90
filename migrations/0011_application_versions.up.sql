-- The versions of a mobile application that its installations have, each with what is open to it. Installations lock the row while they
-- begin something, so that who closes a version sees everything that began before.

create table application_versions (
  id uuid primary key,
  application_id uuid not null references applications (id) on delete cascade,
  app_version text not null,
  status text not null default 'ENABLED' check (status in ('ENABLED', 'LOGIN_ONLY', 'DISABLED')),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (application_id, app_version)
);
create index token_families_device on token_families (device_id) where device_id is not null;
create index devices_app_version on devices (application_id, app_version, id) where app_version is not null;

insert into application_versions (id, application_id, app_version, created_at, updated_at)
select (lpad(to_hex((extract(epoch from min(created_at)) * 1000)::bigint), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid,
  application_id, app_version, min(created_at), min(created_at)
from devices where app_version is not null group by application_id, app_version;
