-- report/leak_audit: the newest training of a model up to the day, with what its leak audit
-- measured; no row where none is on record. Reads ml.model_versions.
select
    version,
    trained_for_day,
    metrics -> 'leak_audit' as leak_audit
from ml.model_versions
where
    model = %(model)s
    and trained_for_day <= %(day)s::date
order by trained_for_day desc
limit 1
