drop table device_challenges;
drop table authenticators;
