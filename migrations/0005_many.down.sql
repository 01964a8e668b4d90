alter table idempotency_keys drop column answer;
update revocations set target_type = 'Revocation', target_id = id where target_id is null;
alter table revocations alter column target_id set not null;
alter table revocations alter column target_type set not null;
