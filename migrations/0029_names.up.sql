-- One namespace for usernames and addresses: by either somebody signs in, so neither may equal another person's. Triggers keep it, so that it
-- holds on every path and under concurrency. It has a row for each username and each address.
--
-- Where an earlier release has let two people share a name, it is the owner of the address who has it here. The other keeps the username,
-- cannot sign in by it, and gets it when it becomes free.

lock table users in share row exclusive mode;

create table login_names (
  name_key text not null,
  user_id uuid not null
);

insert into login_names (name_key, user_id) select email_key, id from users where email_key is not null;
insert into login_names (name_key, user_id)
  select u.username_key, u.id from users u where not exists (select from users o where o.email_key = u.username_key);
alter table login_names add primary key (name_key);

-- Says which field is taken and never the name itself, which must not reach a log.
create function refuse_login_name(field text) returns void language plpgsql as $$
begin
  raise exception 'this % is a username or an address of another user', field
    using errcode = 'unique_violation', table = 'login_names', constraint = 'login_names_' || field;
end $$;

-- One statement for however many rows: users come by the ten thousand.
create function take_login_names() returns trigger language plpgsql as $$
declare
  missing bigint;
  field text;
begin
  with wanted as (
    select username_key as name_key, id from added
    union select email_key, id from added where email_key is not null
  ), taken as (
    insert into login_names (name_key, user_id) select name_key, id from wanted order by name_key
    on conflict do nothing returning 1
  )
  select (select count(*) from wanted) - (select count(*) from taken) into missing;
  if missing = 0 then
    return null;
  end if;
  select case when n.name_key = a.username_key then 'username' else 'email' end into field
    from added a join login_names n on n.name_key in (a.username_key, a.email_key) and n.user_id <> a.id
    order by n.name_key = a.username_key desc limit 1;
  if field is null then
    raise exception 'the name has just become free' using errcode = 'serialization_failure';
  end if;
  perform refuse_login_name(field);
  return null;
end $$;
create trigger take_login_names after insert on users referencing new table as added
  for each statement execute function take_login_names();

-- Whoever still has a name that somebody gives up gets it: only where an earlier release has let them share it.
create function pass_on_login_names(names text[]) returns void language sql as $$
  insert into login_names (name_key, user_id)
    select n.name, u.id from unnest(names) as n (name)
      cross join lateral (
        select id from (select id, 1 as rank from users where email_key = n.name
          union all select id, 2 from users where username_key = n.name) o order by rank limit 1) u
    order by n.name on conflict do nothing;
$$;

create function change_login_names() returns trigger language plpgsql as $$
declare
  before text[] := array_remove(array[old.username_key, old.email_key], null);
  after text[] := array_remove(array[new.username_key, new.email_key], null);
  given_up text[] := array(select name from unnest(before) name where name <> all(after));
  name text;
begin
  delete from login_names where name_key = any(given_up) and user_id = new.id;
  perform pass_on_login_names(given_up);
  for name in select distinct n from unnest(after) n where n <> all(before) order by n loop
    insert into login_names (name_key, user_id) values (name, new.id) on conflict do nothing;
    if not found then
      perform refuse_login_name(case when name = new.username_key then 'username' else 'email' end);
    end if;
  end loop;
  return null;
end $$;
create trigger change_login_names after update of username_key, email_key on users for each row
  when ((old.username_key, old.email_key) is distinct from (new.username_key, new.email_key))
  execute function change_login_names();

create function give_up_login_names() returns trigger language plpgsql as $$
declare
  given_up text[];
begin
  with gone as (
    delete from login_names l using removed r
    where l.name_key in (r.username_key, r.email_key) and l.user_id = r.id returning l.name_key
  )
  select array_agg(name_key) into given_up from gone;
  perform pass_on_login_names(given_up);
  return null;
end $$;
create trigger give_up_login_names after delete on users referencing old table as removed
  for each statement execute function give_up_login_names();

create function forget_login_names() returns trigger language plpgsql as $$
begin
  truncate login_names;
  return null;
end $$;
create trigger forget_login_names after truncate on users for each statement execute function forget_login_names();
