-- #warn: A campaign's day has a negative number, or more clicks than impressions.
-- Reads the current versions that begin on the days just built.
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
where
    marketing_spend_versions.known_from between %(since)s::date and %(day)s::date
    and marketing_spend_versions.known_to is null
    and (
        marketing_spend_versions.spend_amount < 0
        or marketing_spend_versions.impressions_count < 0
        or marketing_spend_versions.clicks_count < 0
        or marketing_spend_versions.conversions_count < 0
        or marketing_spend_versions.clicks_count > marketing_spend_versions.impressions_count
    );
