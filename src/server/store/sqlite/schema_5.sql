-- A step of a guide was not understood: which and when, append-only. The id is made for this one tap and
-- stands in no other table; it keeps a repeated request from counting twice.
create table unclear (
  seq integer primary key autoincrement,
  id blob not null unique,
  guide text not null,
  step text not null,
  at integer not null
) strict;
-- What was said in some days.
create index unclear_at on unclear (at);
create trigger unclear_stays before update on unclear begin select raise(abort, 'what was unclear is append-only'); end;
create trigger unclear_is_kept before delete on unclear begin select raise(abort, 'what was unclear is append-only'); end;
