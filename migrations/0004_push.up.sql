-- Push: where a user's device is told that it is asked for something. An address is one device's at a time, of all its users.
create extension if not exists btree_gist;

alter table applications add column push_mode text not null default 'MULTIPLE' check (push_mode in ('SINGLE', 'OVERRIDE', 'MULTIPLE'));

create table push_enrollments (
  id uuid primary key,
  user_id uuid not null,
  device_id uuid not null,
  device_link_id uuid not null unique,
  provider text not null check (provider in ('WEBHOOK', 'FCM', 'APNS')),
  address text not null,
  -- SHA-256 of provider and address: an address is too long for an index.
  address_hash bytea not null,
  enrolled_at timestamptz not null,
  constraint push_enrollments_address exclude using gist (address_hash with =, device_id with <>)
);
create index push_enrollments_user on push_enrollments (user_id, device_id);
