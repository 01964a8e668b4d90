drop table if exists push_enrollments;
alter table applications drop column if exists push_mode;
drop extension if exists btree_gist;
