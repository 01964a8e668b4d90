drop index authentication_requests_kept;
alter table authentication_requests drop column kept_until;
drop index links_creator;
alter table links drop column created_scopes, drop column created_by_application_id, drop column created_by_impersonator_id, drop column created_by_user_id;
alter table imports drop column held_up_reason, drop column started_scopes;
alter table invitations drop column created_scopes, drop column created_by_impersonator_id;
alter table offboardings drop column held_up_reason, drop column actor_scopes, drop column actor_impersonator_id;
