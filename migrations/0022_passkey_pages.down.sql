alter table passkey_challenges drop column token_id;
