-- A staged line that updates a user contains their data, and goes with them.
create index import_lines_of_user on import_lines (user_id) where user_id is not null;
delete from import_lines l where l.user_id is not null and not exists (select from users u where u.id = l.user_id);
alter table import_lines add constraint import_lines_user_fkey foreign key (user_id) references users (id) on delete cascade;
