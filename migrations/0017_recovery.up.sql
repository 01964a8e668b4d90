-- Locking a password, asking for another at the next sign-in, passwords that are long enough only with a second factor, and the epoch under
-- which a link was made: with what it ends, the link ends.

alter table users add column password_locked_at timestamptz;
alter table users add column password_change_required_at timestamptz;
alter table passwords add column needs_second_factor boolean not null default false;
alter table links add column user_epoch integer;
