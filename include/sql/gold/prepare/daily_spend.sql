-- daily_spend: one row per touched date with marketing, summed over its campaigns.
-- stated_roas is the sources' own, weighted by the spend of the rows that state one.
create temporary table daily_spend on commit drop as
select
    marketing_performance.date,
    coalesce(sum(marketing_performance.spend_amount), 0) as spend_amount,
    coalesce(sum(marketing_performance.impressions_count), 0) as impressions_count,
    coalesce(sum(marketing_performance.clicks_count), 0) as clicks_count,
    coalesce(sum(marketing_performance.conversions_count), 0) as conversions_count,
    sum(marketing_performance.attributed_revenue_amount) as attributed_revenue_amount,
    sum(marketing_performance.stated_roas * marketing_performance.spend_amount)
    / nullif(
        sum(marketing_performance.spend_amount)
        filter (where marketing_performance.stated_roas is not null),
        0
    ) as stated_roas
from gold.marketing_performance
inner join touched_dates on marketing_performance.date = touched_dates.date
group by marketing_performance.date;
