-- Live sessions, of one user and of all, by the epoch that they must carry: what an ending has just left behind is not in the range. The epochs are
-- expressions without statistics, because by the statistics of the column, where almost every row has the same, no index of it seems worth using.
create index sessions_user_epoch on sessions (user_id, (user_epoch + 0), id) where ended_at is null;
alter index sessions_user_epoch alter column 2 set statistics 0;
create index sessions_general_epoch on sessions ((user_epoch / 1000000), id) where ended_at is null;
alter index sessions_general_epoch alter column 1 set statistics 0;
