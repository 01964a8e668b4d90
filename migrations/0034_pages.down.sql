alter table invitations drop column application_id;
alter table links drop column application_id;
alter table applications
  drop column color,
  drop column terms_uri,
  drop column policy_uri,
  drop column logo_uri,
  drop column initiate_login_uri;
