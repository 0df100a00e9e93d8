-- The whole centre as one JSON document: it is read whole, replaced whole, and small.
create table centre (
  only integer primary key check (only = 1),
  document text not null
) strict;

create table shift (
  id integer primary key,
  day text not null,
  from_minute integer not null,
  to_minute integer not null,
  window text not null,
  unit text not null,
  document text not null
) strict;
-- Who is on duty at a window on a day: read with every tap and every page.
create index shift_window_day on shift (window, day);
create index shift_day on shift (day);

-- Append-only: a rating is never updated or deleted, what is said later is an amendment.
create table rating (
  seq integer primary key autoincrement,
  id blob not null unique,
  window text not null,
  unit text not null,
  satisfied integer not null,
  source text not null,
  rated_at integer not null,
  received_at integer not null,
  shift integer,
  director text
) strict;

create table amendment (
  seq integer primary key autoincrement,
  id blob not null unique,
  rating integer not null references rating (seq),
  level text,
  aspects text,
  comment text,
  withdrawn integer,
  amended_at integer not null,
  received_at integer not null
) strict;
create index amendment_rating on amendment (rating, seq);

create trigger rating_stays before update on rating begin select raise(abort, 'ratings are append-only'); end;
create trigger rating_is_kept before delete on rating begin select raise(abort, 'ratings are append-only'); end;
create trigger amendment_stays before update on amendment begin select raise(abort, 'amendments are append-only'); end;
create trigger amendment_is_kept before delete on amendment begin select raise(abort, 'amendments are append-only'); end;
