-- The same tables as the SQLite store has at its seventh version. What differs, and why:
-- `window` and `only` are reserved words here; text is compared by its bytes, as SQLite does, whatever
-- the database's collation; words that are erased become empty, since PostgreSQL writes a new row
-- version anyway and the old one goes with the vacuum that follows.

-- The whole centre as one JSON document. Each import has a higher version: other processes notice by it.
create table centre (
  one integer primary key check (one = 1),
  version bigint not null,
  document text not null
);

create table shift (
  id bigint generated always as identity primary key,
  day text collate "C" not null,
  from_minute integer not null,
  to_minute integer not null,
  window_id text collate "C" not null,
  unit text collate "C" not null,
  document text not null,
  -- How often it was changed since it was published and when last: what a calendar needs to notice.
  revision integer not null default 0,
  changed_at bigint not null default (extract(epoch from now()) * 1000)::bigint
);
-- Who is on duty at a window on a day: read with every tap and every page.
create index shift_window_day on shift (window_id, day);
create index shift_day on shift (day);

-- Append-only: a rating is never updated or deleted, what is said later is an amendment.
create table rating (
  seq bigint generated always as identity primary key,
  id bytea not null unique,
  window_id text collate "C" not null,
  unit text collate "C" not null,
  satisfied boolean not null,
  source text collate "C" not null,
  rated_at bigint not null,
  received_at bigint not null,
  shift bigint,
  director text
);

create table amendment (
  seq bigint generated always as identity primary key,
  id bytea not null unique,
  rating bigint not null references rating (seq),
  level text,
  aspects text,
  comment_hash bytea,
  withdrawn boolean,
  amended_at bigint not null,
  received_at bigint not null
);
create index amendment_rating on amendment (rating, seq);

-- Append-only, as ratings are: what becomes of a suggestion is an event.
create table suggestion (
  seq bigint generated always as identity primary key,
  id bytea not null unique,
  code text collate "C" not null unique,
  kind text not null,
  text_hash bytea not null,
  contact_hash bytea,
  window_id text collate "C",
  unit text collate "C",
  led_by text,
  written_at bigint not null,
  received_at bigint not null,
  deadline text collate "C" not null
);
-- What arrived in a month.
create index suggestion_received on suggestion (received_at);

-- The words of a reopening are not in its step.
create table suggestion_event (
  seq bigint generated always as identity primary key,
  id bytea unique,
  suggestion bigint not null references suggestion (seq),
  at bigint not null,
  step text not null,
  words_hash bytea
);
create index suggestion_event_suggestion on suggestion_event (suggestion, seq);

-- What a citizen may have deleted stands apart from the facts, which keep the SHA-256 of salt and words.
create table amendment_comment (
  belongs_to bigint primary key references amendment (seq),
  salt bytea not null,
  words text not null
);

create table suggestion_text (
  belongs_to bigint primary key references suggestion (seq),
  salt bytea not null,
  words text not null
);

-- Deleted too when the case is closed.
create table suggestion_contact (
  belongs_to bigint primary key references suggestion (seq),
  salt bytea not null,
  words text not null
);

create table event_words (
  belongs_to bigint primary key references suggestion_event (seq),
  salt bytea not null,
  words text not null
);

-- That words were deleted, when and why; never the words. Append-only.
create table erasure (
  seq bigint generated always as identity primary key,
  rating bigint references rating (seq),
  suggestion bigint references suggestion (seq),
  what text not null,
  reason text not null,
  erased_at bigint not null,
  check ((rating is null) <> (suggestion is null))
);
create index erasure_rating on erasure (rating) where rating is not null;
create index erasure_suggestion on erasure (suggestion) where suggestion is not null;

-- What ratings come to, by window, day, kind and whether a director sat there: written with each rating
-- and amendment in the same transaction, so that results never read the ratings. `tally.sql` fills it.
create table tally (
  day text collate "C" not null,
  window_id text collate "C" not null,
  unit text collate "C" not null,
  source text collate "C" not null,
  on_duty boolean not null,
  counted bigint not null,
  satisfied bigint not null,
  primary key (day, window_id, unit, source, on_duty)
);

-- 坐班台账, append-only: of a shift the newest row holds.
create table ledger (
  seq bigint generated always as identity primary key,
  shift bigint not null references shift (id),
  served bigint not null,
  solved bigint not null,
  accepted bigint not null,
  entered_at bigint not null
);
create index ledger_shift on ledger (shift, seq);

-- A step of a guide was not understood: which and when, append-only. The id is made for this one tap and
-- stands in no other table; it keeps a repeated request from counting twice.
create table unclear (
  seq bigint generated always as identity primary key,
  id bytea not null unique,
  guide text collate "C" not null,
  step text collate "C" not null,
  at bigint not null
);
-- What was said in some days.
create index unclear_at on unclear (at);

-- Proof of visits: a one-time code on a queue ticket, by its hash; append-only, and chained.
create table visit (
  seq bigint generated always as identity primary key,
  code_hash bytea not null unique,
  window_id text collate "C" not null,
  issued_at bigint not null,
  valid_until bigint not null
);

-- Which rating a code proved. Once: a second row for the same visit is refused.
create table redemption (
  seq bigint generated always as identity primary key,
  visit bigint not null unique references visit (seq),
  rating bigint not null unique references rating (seq),
  redeemed_at bigint not null
);

-- The chain: `chain.rs` says what is hashed. One link a row, written with it; the newest link is the chain's end.
create table link (
  seq bigint primary key,
  kind bigint not null,
  row bigint not null,
  hash bytea not null
);

-- Where the chain ended when a day did: the newest grows with each commit until the day is over. A clock that
-- was set back begins another row: what was published is not written over.
create table head (
  seq bigint generated always as identity primary key,
  day text collate "C" not null,
  links bigint not null,
  hash bytea not null
);

-- Written to find out whether it can be written to.
create table probe (
  one integer primary key check (one = 1),
  times bigint not null
);
