-- report/text_model: one row: what the newest version of a model reached on texts it had not seen,
-- or why there is none. Reads ml.model_versions, ops.steps.
with newest as (
    select
        version,
        decision,
        metrics,
        reason
    from ml.model_versions
    where model = %(model)s and trained_for_day <= %(day)s::date
    order by version desc
    limit 1
),

told as (
    select
        null::integer as version,
        null::text as decision,
        null::jsonb as metrics,
        max(detail ->> 'reason') as reason
    from ops.steps
    where day = %(day)s::date and step = 'train_' || %(model)s
)

select
    version,
    decision,
    metrics,
    reason
from newest
union all
select
    version,
    decision,
    metrics,
    coalesce(reason, '') as reason
from told
where not exists (select 1 from newest)
