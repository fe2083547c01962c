-- ml/model_versions: the versions of a model trained for days up to the day, the newest first.
-- Reads ml.model_versions, and ml.model_pins for the pin that is in force on the day.
select
    versions.version,
    versions.alias,
    versions.trained_for_day,
    versions.decision,
    versions.reason,
    versions.metrics,
    versions.training_set,
    versions.withdrawn_at is not null as is_withdrawn,
    pins.version is not null as is_pinned
from ml.model_versions as versions
left join ml.model_pins as pins
    on
        versions.model = pins.model
        and versions.version = pins.version
        and pins.from_day <= %(day)s::date
        and coalesce(pins.to_day, 'infinity') > %(day)s::date
where
    versions.model = %(model)s
    and versions.trained_for_day <= %(day)s::date
order by versions.trained_for_day desc;
