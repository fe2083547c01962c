-- #fail: A date's spend differs from silver's, or a campaign's day stands in one of them only.
-- Reads all spend, on purpose: it is what finds a date that should have been recomputed and was
-- not. Some 100 ms for a million rows.
with
told as (
    select
        marketing_spend_versions.spend_date as date,
        count(*) as rows_count,
        sum(marketing_spend_versions.spend_amount) as spend_amount,
        sum(marketing_spend_versions.attributed_revenue_amount) as attributed_revenue_amount
    from silver.marketing_spend_versions
    where
        marketing_spend_versions.spend_date <= %(as_of)s::date
        and marketing_spend_versions.known_from <= %(as_of)s::date
        and (
            marketing_spend_versions.known_to is null
            or marketing_spend_versions.known_to > %(as_of)s::date
        )
    group by marketing_spend_versions.spend_date
),

shown as (
    select
        marketing_performance.date,
        count(*) as rows_count,
        sum(marketing_performance.spend_amount) as spend_amount,
        sum(marketing_performance.attributed_revenue_amount) as attributed_revenue_amount
    from gold.marketing_performance
    group by marketing_performance.date
)

select
    told.rows_count as rows_in_silver,
    shown.rows_count as rows_in_gold,
    told.spend_amount as spend_in_silver,
    shown.spend_amount as spend_in_gold,
    coalesce(told.date, shown.date) as date
from told
full outer join shown on told.date = shown.date
where
    told.rows_count is distinct from shown.rows_count
    or told.spend_amount is distinct from shown.spend_amount
    or told.attributed_revenue_amount is distinct from shown.attributed_revenue_amount;
