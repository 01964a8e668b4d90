drop index sessions_general_epoch;
drop index sessions_user_epoch;
