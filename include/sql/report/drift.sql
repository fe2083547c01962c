-- report/drift: how far each column of the model moved from its training window, drifted first.
-- Reads ml.drift_metrics.
select
    model,
    column_name,
    method,
    value,
    threshold,
    is_drifted,
    reference_rows,
    current_rows,
    reference_from,
    reference_to,
    current_from,
    severity,
    lower,
    upper
from ml.drift_metrics
where
    day = %(day)s::date
    and model = %(model)s
order by is_drifted desc, column_name asc, method asc
