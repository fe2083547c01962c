-- ml/insert_drift_metrics: one row per column and method of a night, given column by column.
insert into ml.drift_metrics (
    day, model, column_name, method, value, threshold, is_drifted, severity, lower, upper,
    reference_rows, current_rows, reference_from, reference_to, current_from
)
select
    %(day)s::date as day,
    %(model)s as model,
    column_name,
    method,
    value,
    threshold,
    is_drifted,
    severity,
    lower,
    upper,
    %(reference_rows)s::integer as reference_rows,
    %(current_rows)s::integer as current_rows,
    %(reference_from)s::date as reference_from,
    %(reference_to)s::date as reference_to,
    %(current_from)s::date as current_from
from unnest(
    %(column_name)s::text[],
    %(method)s::text[],
    %(value)s::double precision[],
    %(threshold)s::double precision[],
    %(is_drifted)s::boolean[],
    %(severity)s::text[],
    %(lower)s::double precision[],
    %(upper)s::double precision[]
) as metrics (column_name, method, value, threshold, is_drifted, severity, lower, upper);
