alter table applications drop column claims;
