drop table revocation_plans;
