drop table if exists worker_leases;
