-- report/claims: one row: the 28 days up to the day, what was sold and what channels claim.
-- Reads gold.master_analytical_view. Stated ROAS is weighted by spend.
select
    sum(revenue_amount)::float8 as revenue_amount,
    sum(spend_amount)::float8 as spend_amount,
    sum(attributed_revenue_amount)::float8 as attributed_revenue_amount,
    (
        sum(stated_roas * spend_amount)
        / nullif(sum(spend_amount) filter (where stated_roas is not null), 0)
    )::float8 as stated_roas
from gold.master_analytical_view
where date between %(day)s::date - 27 and %(day)s::date
