-- The token that asked for a new passkey: the page where the passkey is made works while the token does.

alter table passkey_challenges add column token_id uuid;
