-- What a token did that is no credential: roles that it gave, memberships, scheduled off-boardings, and changes that only somebody who looks
-- at them can undo.

alter table derived_credentials drop constraint derived_credentials_kind_check;
alter table derived_credentials add constraint derived_credentials_kind_check check (kind in ('PASSWORD', 'AUTHENTICATOR', 'RECOVERY_LINK',
  'API_TOKEN', 'CLIENT_SECRET', 'REGISTRATION_TOKEN', 'DEVICE', 'INVITATION', 'SESSION', 'TOKEN_FAMILY', 'APPLICATION', 'USER',
  'ROLE_ASSIGNMENT', 'GROUP_MEMBERSHIP', 'OFFBOARDING', 'CHANGE'));
-- The mutation of a change.
alter table derived_credentials add column mutation text;

-- Each has an id of its own: one that is given again is another.
alter table user_roles add column id uuid not null default gen_random_uuid();
create unique index user_roles_id on user_roles (id);
alter table group_members add column id uuid not null default gen_random_uuid();
create unique index group_members_id on group_members (id);
alter table offboardings add column id uuid not null default gen_random_uuid();
create unique index offboardings_id on offboardings (id);

-- How many changes an ending that included what was derived has left.
alter table revocations add column changes_left integer not null default 0;
