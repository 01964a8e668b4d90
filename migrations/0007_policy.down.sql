delete from settings where key = 'version';
alter table sessions drop column absolute_seconds;
alter table sessions drop column idle_seconds;
