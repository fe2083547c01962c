-- report/spend_days: one row per date: the year up to the day, and the two weeks before it.
-- Reads gold.master_analytical_view.
select
    date,
    revenue_amount::float8 as revenue_amount,
    spend_amount::float8 as spend_amount
from gold.master_analytical_view
where date between %(day)s::date - 378 and %(day)s::date
order by date
