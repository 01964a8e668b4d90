drop table general_epochs;

create or replace function lock_users(alone uuid[], shared uuid[]) returns table (id uuid, type text) language plpgsql as $$
declare
  bound uuid;
  reached uuid := '00000000-0000-0000-0000-000000000000';
begin
  foreach bound in array array(select s from unnest(shared) s where s <> all (alone) order by s) loop
    return query select u.id, u.type from users u where u.id = any (alone) and u.id > reached and u.id < bound order by u.id for no key update;
    return query select u.id, u.type from users u where u.id = bound for share;
    reached := bound;
  end loop;
  return query select u.id, u.type from users u where u.id = any (alone) and u.id > reached order by u.id for no key update;
end $$;
