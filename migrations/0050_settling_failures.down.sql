alter table revocations drop column settle_failed_at;
alter table revocations drop column settle_failures;
