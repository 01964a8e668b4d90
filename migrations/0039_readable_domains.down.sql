-- Keys stay readable: earlier releases find the user by the readable form of the address and by the username.
select 1;
