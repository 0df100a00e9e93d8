-- Whoever stores ratings has all writers to themselves and gives the numbers: known before the rows are, so that
-- what is linked and counted goes out with them, and never out of order, as a sequence that several sessions share
-- may be.
alter table rating alter column seq drop identity;
