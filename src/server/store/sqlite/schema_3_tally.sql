-- The tallies of the ratings that there were before the third version.
insert into tally (day, window, unit, source, on_duty, counted, satisfied)
select day, window, unit, source, on_duty, sum(not withdrawn), sum(satisfied and not withdrawn)
from (
  select
    date((rating.rated_at + 28800000) / 1000, 'unixepoch') as day,
    rating.window,
    rating.unit,
    rating.source,
    rating.shift is not null as on_duty,
    coalesce((
      select withdrawn from amendment
      where amendment.rating = rating.seq and withdrawn is not null
      order by amendment.seq desc limit 1
    ), 0) as withdrawn,
    coalesce((
      select level not in ('dissatisfied', 'very_dissatisfied') from amendment
      where amendment.rating = rating.seq and level is not null
      order by amendment.seq desc limit 1
    ), rating.satisfied) as satisfied
  from rating
)
group by day, window, unit, source, on_duty;
