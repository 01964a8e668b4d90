drop table known_browsers;
drop index throttles_subject;
alter table throttles drop column subject, drop column pending, drop column pending_until;
