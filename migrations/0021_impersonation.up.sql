-- Sessions in which somebody acts as the user, who acted in events and receipts, and groups whose members follow from a rule.

alter table sessions
  add impersonator_epoch integer,
  -- Of the link with which the impersonator's browser takes the session, once.
  add claim_hash bytea,
  add claim_until timestamptz,
  add constraint sessions_impersonator_epoch check ((impersonator_id is null) = (impersonator_epoch is null));
create unique index sessions_claim on sessions (claim_hash) where claim_hash is not null;
create index sessions_impersonator on sessions (impersonator_id, id) where impersonator_id is not null;

alter table events add impersonator_user_id uuid;
create index events_impersonator on events (impersonator_user_id, id) where impersonator_user_id is not null;
alter table revocations add impersonator_user_id uuid;

alter table groups add rule jsonb;
create index groups_rule on groups (id) where rule is not null;

-- Whether a user with these properties is in a group with this rule: every condition that it has must hold.
create function group_rule_holds(rule jsonb, path text, attributes jsonb, type text, source text) returns boolean
  language sql immutable parallel safe
  return (not rule ? 'path' or path = rule ->> 'path' or starts_with(path, (rule ->> 'path') || '/'))
    and (not rule ? 'types' or rule -> 'types' ? type)
    and (not rule ? 'sources' or rule -> 'sources' ? source)
    and not exists (
      select from jsonb_array_elements(coalesce(rule -> 'attributes', '[]')) wanted
      where not exists (
        select from jsonb_array_elements(wanted -> 'anyOf') value
        where attributes -> (wanted ->> 'name') = value
          or (jsonb_typeof(attributes -> (wanted ->> 'name')) = 'array' and attributes -> (wanted ->> 'name') @> jsonb_build_array(value))));

-- Membership follows in the transaction that changes a user or a rule, whatever path the change takes. Whoever changes a user shares the
-- lock that whoever changes a rule holds alone: neither misses the other.
create function follow_rules_on_insert() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('castellan.groups'));
  insert into group_members (user_id, group_id, added_at)
    select u.id, g.id, now() from groups g, added u
    where g.rule is not null and group_rule_holds(g.rule, u.path, u.attributes, u.type, u.source)
    on conflict do nothing;
  return null;
end $$;
create trigger follow_rules_on_insert after insert on users referencing new table as added
  for each statement execute function follow_rules_on_insert();

create function follow_rules_on_update() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(hashtext('castellan.groups'));
  delete from group_members m using groups g
    where m.user_id = new.id and g.id = m.group_id and g.rule is not null
      and not group_rule_holds(g.rule, new.path, new.attributes, new.type, new.source);
  insert into group_members (user_id, group_id, added_at)
    select new.id, g.id, now() from groups g
    where g.rule is not null and group_rule_holds(g.rule, new.path, new.attributes, new.type, new.source)
    on conflict do nothing;
  return null;
end $$;
create trigger follow_rules_on_update after update of path, attributes, type, source on users for each row
  when ((old.path, old.attributes, old.type, old.source) is distinct from (new.path, new.attributes, new.type, new.source))
  execute function follow_rules_on_update();

create function follow_rule_of_group() returns trigger language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('castellan.groups'));
  delete from group_members m using users u
    where m.group_id = new.id and u.id = m.user_id
      and not group_rule_holds(new.rule, u.path, u.attributes, u.type, u.source);
  insert into group_members (user_id, group_id, added_at)
    select u.id, new.id, now() from users u
    where group_rule_holds(new.rule, u.path, u.attributes, u.type, u.source)
    on conflict do nothing;
  return null;
end $$;
create trigger follow_rule_of_group after insert or update of rule on groups for each row
  when (new.rule is not null) execute function follow_rule_of_group();
