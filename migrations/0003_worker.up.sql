-- The processes whose workers are at work. One that no longer renews its row is gone, and others take up what it was at.
-- The queue itself is in a schema of its own, installed and upgraded by its library: see src/database/queue.ts.
create table worker_leases (
  worker text primary key,
  renewed_at timestamptz not null
);

-- By what retention looks for what is due, where there was no such index yet: see src/retention/rules.ts.
create index consents_over on consents (least(revoked_at, expires_at));
create index device_links_ended on device_links (ended_at) where ended_at is not null;
create index epoch_ends_ended on epoch_ends (ended_at);
create index revocations_requested on revocations (requested_at);
