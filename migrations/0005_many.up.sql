-- Receipts of many things at once have no single target; a repeated key gives the results of such a call again.

alter table revocations alter column target_type drop not null;
alter table revocations alter column target_id drop not null;
alter table idempotency_keys add column answer jsonb;
