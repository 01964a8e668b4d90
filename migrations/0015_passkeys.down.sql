drop table passkey_challenges;
drop table passkeys;
