-- #fail: The calendar has a gap, or does not end on the newest published day.
select
    min(dim_dates.date) as first_date,
    max(dim_dates.date) as last_date,
    count(*) as dates_count
from gold.dim_dates
having
    max(dim_dates.date) is distinct from %(as_of)s::date
    or count(*) <> max(dim_dates.date) - min(dim_dates.date) + 1;
