-- daily_spend: one row per touched date with marketing, as of the newest published day.
create temporary table daily_spend on commit drop as
select
    marketing_spend_versions.spend_date as date,
    coalesce(sum(marketing_spend_versions.spend_amount), 0) as spend_amount,
    coalesce(sum(marketing_spend_versions.impressions_count), 0) as impressions_count,
    coalesce(sum(marketing_spend_versions.clicks_count), 0) as clicks_count,
    coalesce(sum(marketing_spend_versions.conversions_count), 0) as conversions_count
from silver.marketing_spend_versions
inner join touched_dates on marketing_spend_versions.spend_date = touched_dates.date
where
    marketing_spend_versions.known_from <= %(as_of)s::date
    and (
        marketing_spend_versions.known_to is null
        or marketing_spend_versions.known_to > %(as_of)s::date
    )
group by marketing_spend_versions.spend_date;
