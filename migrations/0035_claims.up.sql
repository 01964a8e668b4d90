-- The claims about a user that an application gets beyond those of its scopes, and those that are put into its ID tokens.
alter table applications add column claims jsonb not null default '[]';
