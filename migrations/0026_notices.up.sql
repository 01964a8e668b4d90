-- Of the links by which a user locks the account down several are open at once: each mail about a credential brings one of its own, and no
-- later mail may take it away.
drop index links_unused;
create unique index links_unused on links (user_id, purpose) where used_at is null and purpose <> 'LOCKDOWN';
create index links_lockdown on links (user_id) where purpose = 'LOCKDOWN';
