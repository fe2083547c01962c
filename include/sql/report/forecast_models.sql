-- report/forecast_models: one row per model that forecast on the evening of the day: its newest
-- version by then, what the gate said of it, and its error in words. Reads ml.forecasts,
-- ml.model_versions.
with served as (
    select distinct model
    from ml.forecasts
    where day = %(day)s::date
)

select distinct on (versions.model)
    versions.model,
    versions.version,
    versions.trained_for_day,
    versions.decision,
    versions.reason,
    versions.metrics ->> 'headline' as headline,
    coalesce(versions.metrics -> 'importance', '{}') as importance
from served
inner join ml.model_versions as versions on served.model = versions.model
where versions.trained_for_day <= %(day)s::date
order by versions.model asc, versions.version desc;
