-- Append-only, as ratings are: what becomes of a suggestion is an event.
create table suggestion (
  seq integer primary key autoincrement,
  id blob not null unique,
  code text not null unique,
  kind text not null,
  text text not null,
  window text,
  unit text,
  led_by text,
  written_at integer not null,
  received_at integer not null,
  deadline text not null
) strict;
-- What arrived in a month.
create index suggestion_received on suggestion (received_at);

create table suggestion_event (
  seq integer primary key autoincrement,
  id blob unique,
  suggestion integer not null references suggestion (seq),
  at integer not null,
  step text not null
) strict;
create index suggestion_event_suggestion on suggestion_event (suggestion, seq);

-- Apart from the rest, because it is deleted when the case is closed.
create table suggestion_contact (
  suggestion integer primary key references suggestion (seq),
  contact text not null
) strict;

create trigger suggestion_stays before update on suggestion begin select raise(abort, 'suggestions are append-only'); end;
create trigger suggestion_is_kept before delete on suggestion begin select raise(abort, 'suggestions are append-only'); end;
create trigger event_stays before update on suggestion_event begin select raise(abort, 'events are append-only'); end;
create trigger event_is_kept before delete on suggestion_event begin select raise(abort, 'events are append-only'); end;
