-- #fail: Two versions of one campaign's day hold on the same day, or its key is empty.
-- Reads the versions that begin on the days just built, and their neighbours, by index.
with
clashes as (
    select
        later.campaign_id,
        later.spend_date,
        later.channel,
        later.audience,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.marketing_spend_versions as later
    inner join silver.marketing_spend_versions as earlier
        on
            later.campaign_id = earlier.campaign_id
            and later.spend_date = earlier.spend_date
            and later.channel = earlier.channel
            and later.audience = earlier.audience
            and later.known_from > earlier.known_from
    where
        later.known_from between %(since)s::date and %(day)s::date
        and earlier.known_from < %(day)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
    union
    select
        later.campaign_id,
        later.spend_date,
        later.channel,
        later.audience,
        earlier.known_from,
        earlier.known_to,
        later.known_from as next_known_from
    from silver.marketing_spend_versions as earlier
    inner join silver.marketing_spend_versions as later
        on
            earlier.campaign_id = later.campaign_id
            and earlier.spend_date = later.spend_date
            and earlier.channel = later.channel
            and earlier.audience = later.audience
            and earlier.known_from < later.known_from
    where
        earlier.known_from between %(since)s::date and %(day)s::date
        and later.known_from > %(since)s::date
        and coalesce(earlier.known_to, 'infinity'::date) > later.known_from
)

select
    clashes.campaign_id,
    clashes.spend_date,
    clashes.channel,
    clashes.audience,
    clashes.known_from,
    clashes.known_to,
    clashes.next_known_from
from clashes
union all
select
    marketing_spend_versions.campaign_id,
    marketing_spend_versions.spend_date,
    marketing_spend_versions.channel,
    marketing_spend_versions.audience,
    marketing_spend_versions.known_from,
    marketing_spend_versions.known_to,
    null as next_known_from
from silver.marketing_spend_versions
where marketing_spend_versions.campaign_id = '';
