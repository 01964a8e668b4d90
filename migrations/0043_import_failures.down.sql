alter table imports drop column failures;
