-- The processes whose workers are at work. One that no longer renews its row is gone, and others take up what it was at.
-- The queue itself is in a schema of its own, installed and upgraded by its library: see src/database/queue.ts.
create table worker_leases (
  worker text primary key,
  renewed_at timestamptz not null
);
