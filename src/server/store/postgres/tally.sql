-- The tallies from the ratings themselves: the last amendment that says something of it holds, and what is put
-- aside is counted apart.
insert into tally (day, window_id, unit, source, on_duty, counted, satisfied)
select day, window_id, unit, source, on_duty,
  count(*) filter (where not withdrawn), count(*) filter (where satisfied and not withdrawn)
from (
  select
    to_char(date '1970-01-01' + ((rating.rated_at + 28800000) / 86400000)::integer, 'YYYY-MM-DD') as day,
    rating.window_id,
    rating.unit,
    case when hold.seq is not null and not coalesce((
      select released from review where review.hold = hold.seq order by review.seq desc limit 1
    ), false) then 'held' else rating.source end as source,
    rating.shift is not null as on_duty,
    coalesce((
      select withdrawn from amendment
      where amendment.rating = rating.seq and withdrawn is not null
      order by amendment.seq desc limit 1
    ), false) as withdrawn,
    coalesce((
      select level not in ('dissatisfied', 'very_dissatisfied') from amendment
      where amendment.rating = rating.seq and level is not null
      order by amendment.seq desc limit 1
    ), rating.satisfied) as satisfied
  from rating left join hold on hold.rating = rating.seq
) as each_rating
group by day, window_id, unit, source, on_duty
