-- #warn: A campaign's day has a negative number, or more clicks than impressions.
-- Reads the current versions of the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select
        touched_keys.key ->> 'campaign_id' as campaign_id,
        touched_keys.key ->> 'spend_date' as spend_date,
        touched_keys.key ->> 'channel' as channel,
        touched_keys.key ->> 'audience' as audience
    from ops.touched_keys
    where touched_keys.table_name = 'marketing_spend'
)

select
    marketing_spend_versions.campaign_id,
    marketing_spend_versions.spend_date,
    marketing_spend_versions.channel,
    marketing_spend_versions.audience,
    marketing_spend_versions.spend_amount,
    marketing_spend_versions.impressions_count,
    marketing_spend_versions.clicks_count,
    marketing_spend_versions.conversions_count
from silver.marketing_spend_versions
inner join touched
    on
        marketing_spend_versions.campaign_id = touched.campaign_id
        and marketing_spend_versions.spend_date::text = touched.spend_date
        and marketing_spend_versions.channel = touched.channel
        and marketing_spend_versions.audience = touched.audience
where
    marketing_spend_versions.known_to is null
    and (
        marketing_spend_versions.spend_amount < 0
        or marketing_spend_versions.impressions_count < 0
        or marketing_spend_versions.clicks_count < 0
        or marketing_spend_versions.conversions_count < 0
        or marketing_spend_versions.clicks_count > marketing_spend_versions.impressions_count
    );
