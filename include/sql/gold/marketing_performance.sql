-- gold.marketing_performance: one row per date, channel, campaign and audience.
-- Reads silver.marketing_spend_versions as of the newest published day, for the dates in
-- touched_dates. Spend of a later date is announced, not spent: it comes with its day.
delete from gold.marketing_performance
where marketing_performance.date in (select touched_dates.date from touched_dates);

insert into gold.marketing_performance (
    date, channel, campaign_id, audience, campaign_name, spend_amount, impressions_count,
    clicks_count, conversions_count, attributed_revenue_amount, stated_roas, click_through_rate,
    cost_per_click_amount, conversion_rate, attributed_roas
)
select
    marketing_spend_versions.spend_date as date,
    marketing_spend_versions.channel,
    marketing_spend_versions.campaign_id,
    marketing_spend_versions.audience,
    marketing_spend_versions.campaign_name,
    marketing_spend_versions.spend_amount,
    marketing_spend_versions.impressions_count,
    marketing_spend_versions.clicks_count,
    marketing_spend_versions.conversions_count,
    marketing_spend_versions.attributed_revenue_amount,
    marketing_spend_versions.stated_roas,
    marketing_spend_versions.clicks_count::numeric
    / nullif(marketing_spend_versions.impressions_count, 0) as click_through_rate,
    marketing_spend_versions.spend_amount
    / nullif(marketing_spend_versions.clicks_count, 0) as cost_per_click_amount,
    marketing_spend_versions.conversions_count::numeric
    / nullif(marketing_spend_versions.clicks_count, 0) as conversion_rate,
    marketing_spend_versions.attributed_revenue_amount
    / nullif(marketing_spend_versions.spend_amount, 0) as attributed_roas
from silver.marketing_spend_versions
inner join touched_dates on marketing_spend_versions.spend_date = touched_dates.date
where
    marketing_spend_versions.spend_date <= %(as_of)s::date
    and marketing_spend_versions.known_from <= %(as_of)s::date
    and (
        marketing_spend_versions.known_to is null
        or marketing_spend_versions.known_to > %(as_of)s::date
    );
