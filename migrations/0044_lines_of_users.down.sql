alter table import_lines drop constraint import_lines_user_fkey;
drop index import_lines_of_user;
