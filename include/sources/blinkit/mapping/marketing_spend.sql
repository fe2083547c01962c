-- blinkit marketing_spend: one row per campaign, date, channel and audience; each campaign has
-- one. Reads bronze.marketing_performance_typed.
select
    campaign_id,
    date as spend_date,
    channel,
    target_audience as audience,
    campaign_name,
    impressions as impressions_count,
    clicks as clicks_count,
    conversions as conversions_count,
    spend as spend_amount,
    revenue_generated as attributed_revenue_amount,
    roas as stated_roas,
    _day,
    _file,
    _row
from bronze.marketing_performance_typed
