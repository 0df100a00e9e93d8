-- So does whoever changes the centre or the roster by hand.
create function takes_turn() returns trigger language plpgsql as $$
  begin
    update store_version set turn = (random() * 9e18)::bigint where one = 1;
    return null;
  end
$$;

create trigger centre_takes_turn after insert or update or delete on centre
  for each statement execute function takes_turn();
create trigger shift_takes_turn after insert or update or delete on shift
  for each statement execute function takes_turn();

-- The newest head grows with every group: the database asks whether it is the newest only where it is not of today.
drop trigger head_stays on head;
create trigger head_stays before update on head for each row
  when (new.seq <> old.seq or new.day <> old.day or new.links < old.links
    or old.day <> to_char(now() at time zone 'UTC' + interval '8 hours', 'YYYY-MM-DD'))
  execute function head_grows();
