-- How many ratings a window took in an hour (since 1970), but for those with proof of a visit: what is usual, and
-- how far this hour is. Those with an id from one of the server's pages and the others each by themselves; what is
-- put aside is not in it until it is released. `past` and `weeks` are what was usual when the hour began.
create table pace (
  window_id text collate "C" not null,
  hour bigint not null,
  from_page boolean not null,
  past bigint not null,
  weeks bigint not null,
  taken bigint not null,
  primary key (window_id, hour, from_page)
);
-- How busy the hall is in an hour.
create index pace_hour on pace (hour);

-- The four weeks before are known already. Which ids came with a page was not kept.
insert into pace
  select window_id, received_at / 3600000, true, 0, 0, count(*) from rating
  where source <> 'visit' and received_at > (select max(received_at) from rating) - 2592000000
  group by 1, 2;

-- Put aside for review: over `bound` in its window's hour. Append-only, and chained.
create table hold (
  seq bigint generated always as identity primary key,
  rating bigint not null unique references rating (seq),
  from_page boolean not null,
  bound bigint not null,
  held_at bigint not null
);

-- What was decided of it, and why: of several the newest holds. Append-only, and chained.
create table review (
  seq bigint generated always as identity primary key,
  hold bigint not null references hold (seq),
  released boolean not null,
  reason text not null,
  reviewed_at bigint not null
);
create index review_hold on review (hold, seq);
