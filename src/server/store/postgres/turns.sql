-- Each group of writes leaves a number of its own here, drawn by lot: who finds there what it left itself knows that
-- nobody has written since.
alter table store_version add column turn bigint not null default 0;
