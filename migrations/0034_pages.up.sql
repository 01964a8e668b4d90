-- Where a flow that began at an application ends, and what pages show of the application.
alter table applications
  add column initiate_login_uri text,
  add column logo_uri text,
  add column policy_uri text,
  add column terms_uri text,
  add column color text;
alter table links add column application_id uuid;
alter table invitations add column application_id uuid;
