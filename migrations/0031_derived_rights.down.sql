alter table revocations drop column changes_left;
drop index offboardings_id;
alter table offboardings drop column id;
drop index group_members_id;
alter table group_members drop column id;
drop index user_roles_id;
alter table user_roles drop column id;
alter table derived_credentials drop column mutation;
delete from derived_credentials where kind in ('ROLE_ASSIGNMENT', 'GROUP_MEMBERSHIP', 'OFFBOARDING', 'CHANGE');
alter table derived_credentials drop constraint derived_credentials_kind_check;
alter table derived_credentials add constraint derived_credentials_kind_check check (kind in ('PASSWORD', 'AUTHENTICATOR', 'RECOVERY_LINK',
  'API_TOKEN', 'CLIENT_SECRET', 'REGISTRATION_TOKEN', 'DEVICE', 'INVITATION', 'SESSION', 'TOKEN_FAMILY', 'APPLICATION', 'USER'));
