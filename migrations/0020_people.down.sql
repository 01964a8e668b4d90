drop table import_faults;
drop table import_lines;
drop table imports;
drop index users_attributes;
