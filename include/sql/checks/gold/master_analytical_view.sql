-- #fail: A date's spend differs from its campaigns', or a ROAS stands where nothing was spent.
-- Reads all spend, as the check of marketing_performance does: a date of spend that lacks shows.
with
spent as (
    select
        marketing_performance.date,
        sum(marketing_performance.attributed_revenue_amount) as attributed_revenue_amount,
        coalesce(sum(marketing_performance.spend_amount), 0) as spend_amount,
        coalesce(sum(marketing_performance.impressions_count), 0) as impressions_count,
        coalesce(sum(marketing_performance.clicks_count), 0) as clicks_count,
        coalesce(sum(marketing_performance.conversions_count), 0) as conversions_count
    from gold.marketing_performance
    group by marketing_performance.date
)

select
    shown.spend_amount,
    spent.spend_amount as spend_in_marketing_performance,
    shown.roas,
    coalesce(shown.date, spent.date) as date
from gold.master_analytical_view as shown
full outer join spent on shown.date = spent.date
where
    shown.date is null
    or shown.spend_amount <> coalesce(spent.spend_amount, 0)
    or shown.impressions_count <> coalesce(spent.impressions_count, 0)
    or shown.clicks_count <> coalesce(spent.clicks_count, 0)
    or shown.conversions_count <> coalesce(spent.conversions_count, 0)
    or shown.attributed_revenue_amount is distinct from spent.attributed_revenue_amount
    or (shown.roas is null) <> (shown.spend_amount = 0);
