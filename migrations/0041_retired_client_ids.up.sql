-- Tokens of client credentials have the id of the client as `sub`. When the client is deleted, no user may keep it as theirs.
create function retire_client_ids() returns trigger language plpgsql as $$
begin
  insert into retired_subjects (hash, retired_at)
    select sha256(convert_to(client_id, 'UTF8')), now() from removed order by 1 on conflict do nothing;
  return null;
end $$;
create trigger retire_client_ids after delete on applications referencing old table as removed
  for each statement execute function retire_client_ids();
create trigger retire_client_ids after delete on devices referencing old table as removed
  for each statement execute function retire_client_ids();
