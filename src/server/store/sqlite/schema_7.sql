-- Proof of visits: a one-time code on a queue ticket, by its hash; append-only, and chained.
create table visit (
  seq integer primary key autoincrement,
  code_hash blob not null unique,
  window text not null,
  issued_at integer not null,
  valid_until integer not null
) strict;
create trigger visit_stays before update on visit begin select raise(abort, 'visits are append-only'); end;
create trigger visit_is_kept before delete on visit begin select raise(abort, 'visits are append-only'); end;

-- Which rating a code proved. Once: a second row for the same visit is refused.
create table redemption (
  seq integer primary key autoincrement,
  visit integer not null unique references visit (seq),
  rating integer not null unique references rating (seq),
  redeemed_at integer not null
) strict;
create trigger redemption_stays before update on redemption begin select raise(abort, 'redemptions are append-only'); end;
create trigger redemption_is_kept before delete on redemption begin select raise(abort, 'redemptions are append-only'); end;
