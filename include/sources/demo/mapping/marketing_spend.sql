-- demo marketing_spend: one row per campaign, date, channel and audience.
-- Reads bronze.marketing_typed.
select
    campaign_id,
    channel,
    audience,
    _day,
    _file,
    _row,
    spend_date,
    campaign_name,
    impressions as impressions_count,
    clicks as clicks_count,
    conversions as conversions_count,
    spend as spend_amount,
    revenue as attributed_revenue_amount
from bronze.marketing_typed
