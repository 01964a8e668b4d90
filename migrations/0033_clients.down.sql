drop table device_authorizations;
delete from application_secrets where public_jwk is not null;
alter table application_secrets drop column public_jwk;
alter table applications drop column device_authorization;
alter table applications drop column dpop_bound_access_tokens;
alter table applications drop column require_pushed_authorization_requests;
alter table applications drop column pkce;
alter table applications drop column id_token_algorithm;
