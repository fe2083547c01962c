-- demo marketing_spend: one row per campaign, date, channel and audience. Reads bronze.marketing.
select
    campaign_id,
    channel,
    audience,
    _day,
    _file,
    _row,
    spend_date::date as spend_date,
    nullif(campaign_name, '') as campaign_name,
    nullif(impressions, '')::bigint as impressions_count,
    nullif(clicks, '')::bigint as clicks_count,
    nullif(conversions, '')::bigint as conversions_count,
    nullif(spend, '')::numeric as spend_amount,
    nullif(revenue, '')::numeric as attributed_revenue_amount
from bronze.marketing
