drop index if exists revocations_reason;
drop index if exists revocations_actor_application;
drop index if exists revocations_action;
