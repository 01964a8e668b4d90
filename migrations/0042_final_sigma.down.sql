-- Keys stay folded: earlier releases find the user by the form with `σ` and by the other name.
select 1;
