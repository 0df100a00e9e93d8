-- How many ratings a window took in an hour (since 1970), but for those with proof of a visit: what is usual, and
-- how far this hour is. Those with an id from one of the server's pages and the others each by themselves; what is
-- put aside is not in it until it is released. `past` and `weeks` are what was usual when the hour began.
create table pace (
  window text not null,
  hour integer not null,
  from_page integer not null,
  past integer not null,
  weeks integer not null,
  taken integer not null,
  primary key (window, hour, from_page)
) strict, without rowid;
-- How busy the hall is in an hour.
create index pace_hour on pace (hour);

-- The four weeks before are known already. Which ids came with a page was not kept.
insert into pace
  select window, received_at / 3600000, 1, 0, 0, count(*) from rating
  where source <> 'visit' and received_at > (select max(received_at) from rating) - 2592000000
  group by 1, 2;

-- Put aside for review: over `bound` in its window's hour. Append-only, and chained.
create table hold (
  seq integer primary key autoincrement,
  rating integer not null unique references rating (seq),
  from_page integer not null,
  bound integer not null,
  held_at integer not null
) strict;
create trigger hold_stays before update on hold begin select raise(abort, 'holds are append-only'); end;
create trigger hold_is_kept before delete on hold begin select raise(abort, 'holds are append-only'); end;

-- What was decided of it, and why: of several the newest holds. Append-only, and chained.
create table review (
  seq integer primary key autoincrement,
  hold integer not null references hold (seq),
  released integer not null,
  reason text not null,
  reviewed_at integer not null
) strict;
create index review_hold on review (hold, seq);
create trigger review_stays before update on review begin select raise(abort, 'reviews are append-only'); end;
create trigger review_is_kept before delete on review begin select raise(abort, 'reviews are append-only'); end;
