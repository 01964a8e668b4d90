-- Epochs of everybody, in steps of a million. They are added to those of users and applications in what is issued; raising one ends it all.
create table general_epochs (
  id boolean primary key default true check (id),
  users integer not null default 0 check (users >= 0),
  applications integer not null default 0 check (applications >= 0)
);
-- After a downgrade the subjects' own epochs contain what everybody's had counted.
insert into general_epochs (users, applications) select
  (select coalesce(max(epoch), 0) / 1000000 * 1000000 from users), (select coalesce(max(epoch), 0) / 1000000 * 1000000 from applications);
alter table users alter epoch set default 0;
alter table applications alter epoch set default 0;

-- Taken in share mode by whoever changes something, and alone by what ends everything: before any row, so that they do not deadlock.
create or replace function lock_users(alone uuid[], shared uuid[]) returns table (id uuid, type text) language plpgsql as $$
declare
  bound uuid;
  reached uuid := '00000000-0000-0000-0000-000000000000';
begin
  perform pg_advisory_xact_lock_shared(hashtext('castellan.everything'));
  foreach bound in array array(select s from unnest(shared) s where s <> all (alone) order by s) loop
    return query select u.id, u.type from users u where u.id = any (alone) and u.id > reached and u.id < bound order by u.id for no key update;
    return query select u.id, u.type from users u where u.id = bound for share;
    reached := bound;
  end loop;
  return query select u.id, u.type from users u where u.id = any (alone) and u.id > reached order by u.id for no key update;
end $$;
