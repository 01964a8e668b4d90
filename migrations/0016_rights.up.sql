-- Groups in a tree, custom roles, and roles given to users and groups, everywhere or on an object.

create table groups (
  id uuid primary key,
  name text not null check (length(name) between 1 and 150),
  name_key text not null,
  description text not null default '',
  path text not null default '',
  parent_id uuid references groups (id),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version integer not null default 1
);
create unique index groups_name_key on groups (name_key);
create index groups_parent on groups (parent_id, id);
create index groups_path on groups (path text_pattern_ops, id);

-- Every group with each of its ancestors, itself included.
create table group_closure (
  descendant_id uuid not null references groups (id) on delete cascade,
  ancestor_id uuid not null references groups (id) on delete cascade,
  primary key (descendant_id, ancestor_id)
);
create index group_closure_ancestor on group_closure (ancestor_id, descendant_id);

create table group_members (
  user_id uuid not null references users (id) on delete cascade,
  group_id uuid not null references groups (id) on delete cascade,
  added_at timestamptz not null,
  primary key (user_id, group_id)
);
create index group_members_group on group_members (group_id, user_id);

alter table roles add version integer not null default 1;
create unique index roles_name_lower on roles (lower(name));

-- What `user_roles` does not hold: roles of groups, and roles on an object.
create table role_assignments (
  id uuid primary key,
  role_id uuid not null references roles (id),
  user_id uuid references users (id) on delete cascade,
  group_id uuid references groups (id) on delete cascade,
  on_user_id uuid references users (id) on delete cascade,
  on_group_id uuid references groups (id) on delete cascade,
  on_path text check (on_path <> ''),
  assigned_at timestamptz not null,
  check (num_nonnulls(user_id, group_id) = 1),
  check (num_nonnulls(on_user_id, on_group_id, on_path) <= 1),
  unique nulls not distinct (role_id, user_id, group_id, on_user_id, on_group_id, on_path)
);
create index role_assignments_user on role_assignments (user_id) where user_id is not null;
create index role_assignments_group on role_assignments (group_id) where group_id is not null;
create index role_assignments_on_user on role_assignments (on_user_id) where on_user_id is not null;
create index role_assignments_on_group on role_assignments (on_group_id) where on_group_id is not null;
