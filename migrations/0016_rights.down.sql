drop table role_assignments, group_members, group_closure, groups;
drop index roles_name_lower;
alter table roles drop column version;
