-- How far the items of a large receipt are written: a position in its selections, and what has been counted up to there.
alter table revocations add column settling jsonb;
