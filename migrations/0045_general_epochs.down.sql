-- What everybody's epochs had counted goes into the subjects' own, with which rows are compared from now on: what is live carries exactly this
-- sum, and what has ended for everybody a smaller one. Subjects added later start above those too. Fails if the row of general epochs is missing.
update users set epoch = epoch % 1000000 + (select users from general_epochs) where (select users from general_epochs) is distinct from 0;
update applications set epoch = epoch % 1000000 + (select applications from general_epochs)
where (select applications from general_epochs) is distinct from 0;
do $$
begin
  execute format('alter table users alter epoch set default %s', (select users from general_epochs));
  execute format('alter table applications alter epoch set default %s', (select applications from general_epochs));
end $$;
delete from epoch_ends where subject_id in ('00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-000000000002');
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
