-- How often in a row the next lines of an import could not be imported because of a fault of the service.
alter table imports add column failures integer not null default 0;
