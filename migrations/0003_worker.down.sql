drop index if exists consents_over, device_links_ended, epoch_ends_ended, revocations_requested;
drop table if exists worker_leases;
