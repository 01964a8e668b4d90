-- How and when the user had signed in when an authorization was given: a later sign-in in the same browser does not lift older tokens.
alter table token_families add column authenticated_at timestamptz;
alter table token_families add column authentication_methods text[];
