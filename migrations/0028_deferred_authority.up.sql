-- Deferred work keeps what its creator acted with, so that it is carried out only if they could still create it; and why it was held up.
-- Rows from before have no scopes: they count with everything that their creator holds.

alter table offboardings add column actor_impersonator_id uuid;
alter table offboardings add column actor_scopes text[];
alter table offboardings add column held_up_reason text;

alter table invitations add column created_by_impersonator_id uuid;
alter table invitations add column created_scopes text[];

alter table imports add column started_scopes text[];
alter table imports add column held_up_reason text;

-- Null for a link that its owner asked for.
alter table links add column created_by_user_id uuid;
alter table links add column created_by_impersonator_id uuid;
alter table links add column created_by_application_id uuid;
alter table links add column created_scopes text[];
create index links_creator on links (created_by_user_id) where created_by_user_id is not null;

-- How often a client asked the same user is counted for a day.
alter table authentication_requests add column kept_until timestamptz not null default now() + interval '1 day';
create index authentication_requests_kept on authentication_requests (kept_until);
