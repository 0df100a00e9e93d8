-- The database itself refuses to change what was done. Apart from the tables, for engines without triggers:
-- there the program alone keeps to it.
create function append_only() returns trigger language plpgsql as $$
  begin
    raise exception '% is append-only', tg_table_name;
  end
$$;

-- Words may become empty, once and for good; nothing else may happen to them.
create function words_stay() returns trigger language plpgsql as $$
  begin
    if new.words <> '' or new.belongs_to <> old.belongs_to then
      raise exception 'words are append-only, or deleted';
    end if;
    return new;
  end
$$;

create function is_revised() returns trigger language plpgsql as $$
  begin
    if new.document <> old.document then
      new.revision = old.revision + 1;
      new.changed_at = (extract(epoch from now()) * 1000)::bigint;
    end if;
    return new;
  end
$$;

-- Only the newest head grows.
create function head_grows() returns trigger language plpgsql as $$
  begin
    if new.seq <> old.seq or new.day <> old.day or new.links < old.links
      or old.seq <> (select max(seq) from head) then
      raise exception 'heads are append-only';
    end if;
    return new;
  end
$$;

create trigger rating_stays before update or delete on rating for each row execute function append_only();
create trigger amendment_stays before update or delete on amendment for each row execute function append_only();
create trigger suggestion_stays before update or delete on suggestion for each row execute function append_only();
create trigger event_stays before update or delete on suggestion_event for each row execute function append_only();
create trigger erasure_stays before update or delete on erasure for each row execute function append_only();
create trigger ledger_stays before update or delete on ledger for each row execute function append_only();
create trigger unclear_stays before update or delete on unclear for each row execute function append_only();

create trigger visit_stays before update or delete on visit for each row execute function append_only();
create trigger redemption_stays before update or delete on redemption for each row execute function append_only();
create trigger link_stays before update or delete on link for each row execute function append_only();
create trigger head_stays before update on head for each row execute function head_grows();
create trigger head_is_kept before delete on head for each row execute function append_only();

create trigger rating_is_kept before truncate on rating for each statement execute function append_only();
create trigger amendment_is_kept before truncate on amendment for each statement execute function append_only();
create trigger suggestion_is_kept before truncate on suggestion for each statement execute function append_only();
create trigger event_is_kept before truncate on suggestion_event for each statement execute function append_only();
create trigger erasure_is_kept before truncate on erasure for each statement execute function append_only();
create trigger ledger_is_kept before truncate on ledger for each statement execute function append_only();
create trigger unclear_is_kept before truncate on unclear for each statement execute function append_only();
create trigger visit_is_kept before truncate on visit for each statement execute function append_only();
create trigger redemption_is_kept before truncate on redemption for each statement execute function append_only();
create trigger link_is_kept before truncate on link for each statement execute function append_only();
create trigger heads_are_kept before truncate on head for each statement execute function append_only();

create trigger comment_words_stay before update on amendment_comment for each row execute function words_stay();
create trigger suggestion_text_stays before update on suggestion_text for each row execute function words_stay();
create trigger contact_stays before update on suggestion_contact for each row execute function words_stay();
create trigger event_words_stay before update on event_words for each row execute function words_stay();
create trigger comment_words_are_kept before delete on amendment_comment for each row execute function append_only();
create trigger suggestion_text_is_kept before delete on suggestion_text for each row execute function append_only();
create trigger contact_is_kept before delete on suggestion_contact for each row execute function append_only();
create trigger event_words_are_kept before delete on event_words for each row execute function append_only();

create trigger shift_is_revised before update on shift for each row execute function is_revised();
