drop trigger retire_client_ids on devices;
drop trigger retire_client_ids on applications;
drop function retire_client_ids();
