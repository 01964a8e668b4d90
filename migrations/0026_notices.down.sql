delete from links where purpose = 'LOCKDOWN';
drop index links_lockdown;
drop index links_unused;
create unique index links_unused on links (user_id, purpose) where used_at is null;
