-- Keys have one form of sigma: `νικος` becomes `νικοσ`, except in the domain of an address. Earlier releases kept the form that a word ends with,
-- so that people could not sign in by every spelling of their name. Where somebody else has the new key, the old one stays until one of them is
-- renamed; such a user signs in by the other name.

create function pg_temp.folded(key text) returns text language sql as $$
  select case when key ~ '.@' then replace(regexp_replace(key, '@[^@]*$', ''), 'ς', 'σ') || substring(key from '@[^@]*$')
    else replace(key, 'ς', 'σ') end
$$;

-- The address itself does not change, so it stays proved.
alter table users disable trigger keep_proved_address;
-- One by one: two of them can have the same new key.
do $$
declare
  found record;
begin
  for found in select id, username_key, email_key from users where username_key like '%ς%' or email_key like '%ς%' order by id loop
    update users set username_key = pg_temp.folded(found.username_key)
      where id = found.id and username_key <> pg_temp.folded(found.username_key)
        and not exists (select from login_names n where n.name_key = pg_temp.folded(found.username_key) and n.user_id <> found.id)
        and not exists (select from users u where u.username_key = pg_temp.folded(found.username_key) and u.id <> found.id);
    update users set email_key = pg_temp.folded(found.email_key)
      where id = found.id and email_key <> pg_temp.folded(found.email_key)
        and not exists (select from login_names n where n.name_key = pg_temp.folded(found.email_key) and n.user_id <> found.id)
        and not exists (select from users u where u.email_key = pg_temp.folded(found.email_key) and u.id <> found.id);
  end loop;
  for found in select id, name_key from groups where name_key like '%ς%' order by id loop
    update groups set name_key = pg_temp.folded(found.name_key) where id = found.id
      and not exists (select from groups g where g.name_key = pg_temp.folded(found.name_key) and g.id <> found.id);
  end loop;
  for found in select import_id, line, username_key, email_key from import_lines where username_key like '%ς%' or email_key like '%ς%' loop
    update import_lines set username_key = pg_temp.folded(found.username_key), email_key = pg_temp.folded(found.email_key)
      where import_id = found.import_id and line = found.line
        and not exists (select from import_lines l where l.import_id = found.import_id and l.line <> found.line
          and (l.username_key = pg_temp.folded(found.username_key) or l.email_key = pg_temp.folded(found.email_key)));
  end loop;
end $$;
update users set proved_email_key = pg_temp.folded(proved_email_key) where proved_email_key like '%ς%';
alter table users enable trigger keep_proved_address;

update links set email_key = pg_temp.folded(email_key) where email_key like '%ς%';
update invitations set email_key = pg_temp.folded(email_key) where email_key like '%ς%';
