alter table revocations drop column settling;
