-- Live sessions, of one user and of all, by the epoch that they must carry: what an ending has just left behind is not in the range.
create index sessions_user_epoch on sessions (user_id, user_epoch, id) where ended_at is null;
create index sessions_general_epoch on sessions ((user_epoch / 1000000), id) where ended_at is null;
