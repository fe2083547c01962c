-- report/basket_night: one row: the newest training of reorders up to the day, and what was
-- suggested on the night. Reads ml.model_versions, ml.suggested_baskets, ops.steps.
with newest as (
    select
        decision,
        reason,
        metrics
    from ml.model_versions
    where model = 'reorders' and trained_for_day <= %(day)s::date
    order by trained_for_day desc
    limit 1
),

untrained as (
    select detail ->> 'reason' as reason
    from ops.steps
    where day = %(day)s::date and step = 'train_reorders' and detail ->> 'decision' = 'untrained'
),

suggested as (
    select
        count(distinct customer_id) as customers_count,
        count(*) filter (where is_suggested) as suggestions_count,
        sum(probability) filter (where is_suggested) as expected_count
    from ml.suggested_baskets
    where day = %(day)s::date and model = 'reorders'
)

select
    suggested.customers_count,
    suggested.suggestions_count,
    suggested.expected_count,
    newest.decision,
    newest.metrics,
    coalesce(newest.reason, untrained.reason) as reason
from suggested
left join newest on true
left join untrained on true
