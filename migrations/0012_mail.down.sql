drop table throttles;
drop table links;
drop table mails;
