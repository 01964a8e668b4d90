alter table mails drop column unknown_outcomes;
alter table revocations drop column settle_failed_at;
alter table revocations drop column settle_failures;
