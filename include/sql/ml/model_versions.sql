-- ml/model_versions: the versions of a model trained for days up to the day, the newest first.
-- Reads ml.model_versions.
select
    version,
    alias,
    trained_for_day,
    decision,
    reason,
    metrics
from ml.model_versions
where model = %(model)s and trained_for_day <= %(day)s::date
order by trained_for_day desc;
