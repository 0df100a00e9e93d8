create trigger hold_stays before update or delete on hold for each row execute function append_only();
create trigger review_stays before update or delete on review for each row execute function append_only();
create trigger hold_is_kept before truncate on hold for each statement execute function append_only();
create trigger review_is_kept before truncate on review for each statement execute function append_only();
