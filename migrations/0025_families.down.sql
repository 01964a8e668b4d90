drop table rotated_refresh_tokens;
