alter table roles drop column authority;
drop function words_of_scopes(jsonb);
alter table roles drop column resource_scopes;
alter table applications drop column scopes_need_roles;
alter table revocations drop column residual;
drop index tokens_jwt;
alter table tokens drop column format;
alter table applications drop column access_token_lifetime;
alter table applications drop column access_token_format;
