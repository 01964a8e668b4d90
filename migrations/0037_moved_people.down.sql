drop index import_lines_previous_ids;
alter table import_lines drop column required_actions;
alter table import_lines drop column created_at;
alter table import_lines drop column previous_ids;
alter table users drop column factor_required_at;
alter table users drop column email_verification_required_at;
drop table previous_ids;
