-- What the list of receipts is searched by beside user, actor and target.
create index revocations_action on revocations (action, id);
create index revocations_actor_application on revocations (actor_application_id, id);
create index revocations_reason on revocations using gin (lower(reason) gin_trgm_ops);
