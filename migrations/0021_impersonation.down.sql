drop trigger follow_rule_of_group on groups;
drop trigger follow_rules_on_update on users;
drop trigger follow_rules_on_insert on users;
drop function follow_rule_of_group();
drop function follow_rules_on_update();
drop function follow_rules_on_insert();
drop function group_rule_holds(jsonb, text, jsonb, text, text);
drop index groups_rule;
alter table groups drop rule;

alter table revocations drop impersonator_user_id;
drop index events_impersonator;
alter table events drop impersonator_user_id;

drop index sessions_impersonator;
drop index sessions_claim;
alter table sessions drop constraint sessions_impersonator_epoch, drop impersonator_epoch, drop claim_hash, drop claim_until;
