-- What ratings come to, by window, day, kind and whether a director sat there: written with each rating
-- and amendment in the same transaction, so that results never read the ratings. `tally.sql` fills it.
create table tally (
  day text not null,
  window text not null,
  unit text not null,
  source text not null,
  on_duty integer not null,
  counted integer not null,
  satisfied integer not null,
  primary key (day, window, unit, source, on_duty)
) strict, without rowid;

-- 坐班台账, append-only: of a shift the newest row holds.
create table ledger (
  seq integer primary key autoincrement,
  shift integer not null references shift (id),
  served integer not null,
  solved integer not null,
  accepted integer not null,
  entered_at integer not null
) strict;
create index ledger_shift on ledger (shift, seq);
create trigger ledger_stays before update on ledger begin select raise(abort, 'the ledger is append-only'); end;
create trigger ledger_is_kept before delete on ledger begin select raise(abort, 'the ledger is append-only'); end;

-- How often a published shift was changed and when last: what a calendar needs to notice.
alter table shift add column revision integer not null default 0;
alter table shift add column changed_at integer not null default 0;
update shift set changed_at = unixepoch() * 1000;
create trigger shift_is_published after insert on shift begin
  update shift set changed_at = unixepoch() * 1000 where id = new.id;
end;
create trigger shift_is_revised after update of document on shift when new.document <> old.document begin
  update shift set revision = old.revision + 1, changed_at = unixepoch() * 1000 where id = new.id;
end;
