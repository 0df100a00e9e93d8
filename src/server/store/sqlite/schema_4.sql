-- What a citizen may have deleted stands apart from the facts, which are append-only. The row of facts keeps
-- the SHA-256 of salt and words: a chain of hashes over the facts covers the words as long as they are there,
-- and still holds once they and their salt are gone. Without the salt the hash cannot be guessed at either.
--
-- Deleting overwrites salt and words with as many blanks, in place. A row that was taken out would make SQLite
-- move its neighbours, and rewriting a page it leaves pieces of what stood there (`secure_delete` does not reach
-- them); rows that are only appended and never change their length are never moved. What remains is the length.
pragma defer_foreign_keys = on;

alter table amendment rename to old_amendment;
alter table suggestion rename to old_suggestion;
alter table suggestion_event rename to old_event;
alter table suggestion_contact rename to old_contact;

create table amendment (
  seq integer primary key autoincrement,
  id blob not null unique,
  rating integer not null references rating (seq),
  level text,
  aspects text,
  comment_hash blob,
  withdrawn integer,
  amended_at integer not null,
  received_at integer not null
) strict;

create table suggestion (
  seq integer primary key autoincrement,
  id blob not null unique,
  code text not null unique,
  kind text not null,
  text_hash blob not null,
  contact_hash blob,
  window text,
  unit text,
  led_by text,
  written_at integer not null,
  received_at integer not null,
  deadline text not null
) strict;

-- The words of a reopening are not in its step.
create table suggestion_event (
  seq integer primary key autoincrement,
  id blob unique,
  suggestion integer not null references suggestion (seq),
  at integer not null,
  step text not null,
  words_hash blob
) strict;

create table amendment_comment (
  belongs_to integer primary key references amendment (seq),
  salt blob not null,
  words text not null
) strict;

create table suggestion_text (
  belongs_to integer primary key references suggestion (seq),
  salt blob not null,
  words text not null
) strict;

-- Deleted too when the case is closed.
create table suggestion_contact (
  belongs_to integer primary key references suggestion (seq),
  salt blob not null,
  words text not null
) strict;

create table event_words (
  belongs_to integer primary key references suggestion_event (seq),
  salt blob not null,
  words text not null
) strict;

insert into amendment_comment
  select seq, randomblob(16), comment from old_amendment where comment is not null order by seq;
insert into suggestion_text select seq, randomblob(16), text from old_suggestion order by seq;
insert into suggestion_contact select suggestion, randomblob(16), contact from old_contact order by suggestion;
insert into event_words
  select seq, randomblob(16), json_extract(step, '$.reopened.text') from old_event
  where json_extract(step, '$.reopened.text') is not null order by seq;

insert into amendment
  select seq, id, rating, level, aspects, salted_hash(salt, words), withdrawn, amended_at, received_at
  from old_amendment left join amendment_comment on belongs_to = seq order by seq;
insert into suggestion
  select seq, id, code, kind, salted_hash(said.salt, said.words), salted_hash(contact.salt, contact.words),
    window, unit, led_by, written_at, received_at, deadline
  from old_suggestion
  join suggestion_text as said on said.belongs_to = seq
  left join suggestion_contact as contact on contact.belongs_to = seq
  order by seq;
insert into suggestion_event
  select seq, id, suggestion, at, iif(words is null, step, json_set(step, '$.reopened.text', '')),
    salted_hash(salt, words)
  from old_event left join event_words on belongs_to = seq order by seq;

-- With them goes what their pages held: `secure_delete` is on.
drop table old_amendment;
drop table old_contact;
drop table old_event;
drop table old_suggestion;

create index amendment_rating on amendment (rating, seq);
-- What arrived in a month.
create index suggestion_received on suggestion (received_at);
create index suggestion_event_suggestion on suggestion_event (suggestion, seq);

create trigger amendment_stays before update on amendment begin select raise(abort, 'amendments are append-only'); end;
create trigger amendment_is_kept before delete on amendment begin select raise(abort, 'amendments are append-only'); end;
create trigger suggestion_stays before update on suggestion begin select raise(abort, 'suggestions are append-only'); end;
create trigger suggestion_is_kept before delete on suggestion begin select raise(abort, 'suggestions are append-only'); end;
create trigger event_stays before update on suggestion_event begin select raise(abort, 'events are append-only'); end;
create trigger event_is_kept before delete on suggestion_event begin select raise(abort, 'events are append-only'); end;

-- That words were deleted, when and why; never the words. Append-only.
create table erasure (
  seq integer primary key autoincrement,
  rating integer references rating (seq),
  suggestion integer references suggestion (seq),
  what text not null,
  reason text not null,
  erased_at integer not null,
  check ((rating is null) <> (suggestion is null))
) strict;
create index erasure_rating on erasure (rating) where rating is not null;
create index erasure_suggestion on erasure (suggestion) where suggestion is not null;
create trigger erasure_stays before update on erasure begin select raise(abort, 'erasures are append-only'); end;
create trigger erasure_is_kept before delete on erasure begin select raise(abort, 'erasures are append-only'); end;

-- Words may turn into blanks, once and for good; nothing else may happen to them.
create trigger comment_words_stay before update on amendment_comment
  when trim(new.words) <> '' or octet_length(new.words) <> octet_length(old.words)
  begin select raise(abort, 'words are append-only, or deleted'); end;
create trigger suggestion_text_stays before update on suggestion_text
  when trim(new.words) <> '' or octet_length(new.words) <> octet_length(old.words)
  begin select raise(abort, 'words are append-only, or deleted'); end;
create trigger contact_stays before update on suggestion_contact
  when trim(new.words) <> '' or octet_length(new.words) <> octet_length(old.words)
  begin select raise(abort, 'words are append-only, or deleted'); end;
create trigger event_words_stay before update on event_words
  when trim(new.words) <> '' or octet_length(new.words) <> octet_length(old.words)
  begin select raise(abort, 'words are append-only, or deleted'); end;
create trigger comment_words_are_kept before delete on amendment_comment
  begin select raise(abort, 'words are overwritten, not taken out'); end;
create trigger suggestion_text_is_kept before delete on suggestion_text
  begin select raise(abort, 'words are overwritten, not taken out'); end;
create trigger contact_is_kept before delete on suggestion_contact
  begin select raise(abort, 'words are overwritten, not taken out'); end;
create trigger event_words_are_kept before delete on event_words
  begin select raise(abort, 'words are overwritten, not taken out'); end;
