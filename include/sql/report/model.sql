-- report/model: one row: the model that scored the night, and what tonight's training decided.
-- Reads ml.served_models, ml.model_versions: versions trained for the day or before only;
-- ml.model_pins: the pin in force that night; ops.steps for a training that had too little to learn
-- from.
with night as (
    select %(day)s::date as day
),

served as (
    select
        day,
        model,
        version
    from ml.served_models
    where
        day = %(day)s::date
        and model = %(model)s
),

trained as (
    select
        model,
        version,
        trained_for_day,
        decision,
        reason
    from ml.model_versions
    where
        trained_for_day <= %(day)s::date
        and model = %(model)s
    order by trained_for_day desc, version desc
    limit 1
),

untrained as (
    select
        day,
        detail ->> 'reason' as reason
    from ops.steps
    where
        day = %(day)s::date
        and step = 'train_' || %(model)s
        and detail ->> 'decision' = 'untrained'
)

select
    served.version,
    champion.trained_for_day as champion_day,
    champion.metrics,
    trained.version as trained_version,
    trained.trained_for_day as trained_day,
    trained.decision,
    trained.reason,
    untrained.reason as untrained_reason,
    pins.version as pinned_version,
    pins.from_day as pinned_from,
    pins.pinned_by
from night
left join served
    on night.day = served.day
left join ml.model_versions as champion
    on
        served.model = champion.model
        and served.version = champion.version
left join trained
    on night.day >= trained.trained_for_day
left join untrained
    on night.day = untrained.day
left join ml.model_pins as pins
    on
        pins.model = %(model)s
        and night.day >= pins.from_day
        and night.day < coalesce(pins.to_day, 'infinity')
