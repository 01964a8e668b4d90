drop index token_families_device;
drop index devices_app_version;
drop table application_versions;
