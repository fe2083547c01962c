-- report/channels: one row per channel with spend in the 28 days up to the day, dearest first.
-- Reads gold.marketing_performance.
select
    channel,
    sum(spend_amount)::float8 as spend_amount,
    sum(impressions_count)::float8 as impressions_count,
    sum(clicks_count)::float8 as clicks_count,
    sum(conversions_count)::float8 as conversions_count,
    sum(attributed_revenue_amount)::float8 as attributed_revenue_amount
from gold.marketing_performance
where date between %(day)s::date - 27 and %(day)s::date
group by channel
having sum(spend_amount) > 0
order by spend_amount desc, channel asc
