-- The chain: `chain.rs` says what is hashed. One link a row, written with it; the newest link is the chain's end.
-- Rows that were there before are linked in the same step, kind after kind.
create table link (
  seq integer primary key,
  kind integer not null,
  row integer not null,
  hash blob not null
) strict;
create trigger link_stays before update on link begin select raise(abort, 'the chain is append-only'); end;
create trigger link_is_kept before delete on link begin select raise(abort, 'the chain is append-only'); end;

-- Where the chain ended when a day did: the newest grows with each commit until the day is over. A clock that
-- was set back begins another row: what was published is not written over.
create table head (
  seq integer primary key,
  day text not null,
  links integer not null,
  hash blob not null
) strict;
create trigger head_grows before update on head
  when new.seq <> old.seq or new.day <> old.day or new.links < old.links
    or old.seq <> (select max(seq) from head)
  begin select raise(abort, 'heads are append-only'); end;
create trigger head_is_kept before delete on head begin select raise(abort, 'heads are append-only'); end;
