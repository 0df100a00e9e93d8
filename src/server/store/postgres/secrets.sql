-- Which secrets sign and verify the windows' codes, by their salted hashes: every process must have the same.
create table secret_mark (
  salt bytea primary key,
  hash bytea not null
);
