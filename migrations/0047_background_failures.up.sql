-- How often in a row the next batch of a large receipt could not be settled, and when last.
alter table revocations add column settle_failures integer not null default 0;
alter table revocations add column settle_failed_at timestamptz;

-- Deliveries of a mail whose outcome is not known: a process may have ended between sending and recording it.
alter table mails add column unknown_outcomes integer not null default 0;
