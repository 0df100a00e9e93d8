-- Whoever changes the centre or the roster by hand has a turn too, so that no process goes on from what it knew. Until
-- such a change is committed all that write wait.
create function takes_turn() returns trigger language plpgsql set search_path from current as $$
  begin
    update store_version set turn = (random() * 9e18)::bigint where one = 1;
    return null;
  end
$$;

create trigger centre_takes_turn after insert or update or delete or truncate on centre
  for each statement execute function takes_turn();
create trigger shift_takes_turn after insert or update or delete or truncate on shift
  for each statement execute function takes_turn();

-- A head grows with every group: whether it is the newest the database asks only of a day that is over.
drop trigger if exists head_stays on head;
create trigger head_stays before update on head for each row
  when (new.seq <> old.seq or new.day <> old.day or new.links < old.links
    or old.day <> to_char(now() at time zone 'UTC' + interval '8 hours', 'YYYY-MM-DD'))
  execute function head_grows();
