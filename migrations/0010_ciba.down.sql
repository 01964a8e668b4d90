drop table authentication_requests;
alter table applications drop column backchannel_authentication;
