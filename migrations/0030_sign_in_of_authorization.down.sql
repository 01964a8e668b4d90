alter table token_families drop column authentication_methods, drop column authenticated_at;
