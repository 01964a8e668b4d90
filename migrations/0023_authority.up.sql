-- Authority: applications of the service's own makers, scopes at resource servers that an administrator granted, and the lock of a
-- mutation's transaction.

alter table applications add column first_party boolean not null default false;
-- By the identifier of the resource server: { "https://api.example.com": ["orders:read"] }
alter table applications add column resource_scopes jsonb not null default '{}' check (jsonb_typeof(resource_scopes) = 'object');

-- Locks users in the order of their ids: `alone` as those who are changed, `shared` as those who must not be changed meanwhile. One call, so
-- that no two transactions wait for each other whichever of the two a user is in each.
create function lock_users(alone uuid[], shared uuid[]) returns table (id uuid, type text) language plpgsql as $$
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
