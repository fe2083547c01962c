-- #fail: Two versions of one campaign's day hold on the same day, or its key is empty.
-- Reads the keys that silver has just recomputed (ops.touched_keys).
with
touched as (
    select
        touched_keys.key ->> 'campaign_id' as campaign_id,
        (touched_keys.key ->> 'spend_date')::date as spend_date,
        touched_keys.key ->> 'channel' as channel,
        touched_keys.key ->> 'audience' as audience
    from ops.touched_keys
    where touched_keys.table_name = 'marketing_spend'
),

spans as (
    select
        marketing_spend_versions.campaign_id,
        marketing_spend_versions.spend_date,
        marketing_spend_versions.channel,
        marketing_spend_versions.audience,
        marketing_spend_versions.known_from,
        marketing_spend_versions.known_to,
        lead(marketing_spend_versions.known_from) over (
            partition by
                marketing_spend_versions.campaign_id,
                marketing_spend_versions.spend_date,
                marketing_spend_versions.channel,
                marketing_spend_versions.audience
            order by marketing_spend_versions.known_from
        ) as next_known_from
    from silver.marketing_spend_versions
    inner join touched
        on
            marketing_spend_versions.campaign_id = touched.campaign_id
            and marketing_spend_versions.spend_date = touched.spend_date
            and marketing_spend_versions.channel = touched.channel
            and marketing_spend_versions.audience = touched.audience
)

select
    spans.campaign_id,
    spans.spend_date,
    spans.channel,
    spans.audience,
    spans.known_from,
    spans.known_to,
    spans.next_known_from
from spans
where
    spans.campaign_id = ''
    or coalesce(spans.known_to, 'infinity'::date) > spans.next_known_from;
