-- report/stars: one row per number of stars: the reviews known by the end of the day.
-- Reads silver.reviews_versions, because gold tells reviews by their own date and these have none.
select
    stars,
    count(*) as reviews_count,
    count(*) filter (where known_from = %(day)s::date) as new_reviews_count
from silver.reviews_versions
where
    known_from <= %(day)s::date
    and (known_to is null or known_to > %(day)s::date)
    and stars is not null
group by stars
order by stars
