-- The address that the owner of an account has proved to be theirs: its first one, or the last by which they used a link that was mailed
-- there. Null while the account has had one address only; empty where it began without one, and nobody has proved another. Whoever changes
-- an address proves nothing by it, so a trigger keeps what was proved before, on every path.
alter table users add column proved_email_key text;

create function keep_proved_address() returns trigger language plpgsql as $$
begin
  new.proved_email_key := coalesce(old.proved_email_key, old.email_key, '');
  return new;
end $$;
create trigger keep_proved_address before update of email_key on users for each row
  when (old.email_key is distinct from new.email_key)
  execute function keep_proved_address();

-- Whether a link that locks an account went to a proved address. Those that are under way were promised to work for a week.
alter table links add column proved boolean not null default false;
update links set proved = true where purpose = 'LOCKDOWN';
