-- report/benchmarks: the newest comparison of the model with simpler methods up to the day, our own
-- version first, then by AUC. Reads ml.benchmarks.
with newest as (
    select max(day) as day
    from ml.benchmarks
    where
        day <= %(day)s::date
        and model = %(model)s
)

select
    benchmarks.day,
    benchmarks.method,
    benchmarks.version,
    benchmarks.training_rows_count,
    benchmarks.test_orders_count,
    benchmarks.auc,
    benchmarks.auc_lower,
    benchmarks.auc_upper,
    benchmarks.average_precision,
    benchmarks.average_precision_lower,
    benchmarks.average_precision_upper,
    benchmarks.threshold,
    benchmarks.f1,
    benchmarks.brier,
    benchmarks.log_loss,
    benchmarks.calibration_slope,
    benchmarks.calibration_error,
    benchmarks.capacity_count,
    benchmarks.capacity_precision,
    benchmarks.auc_lead,
    benchmarks.auc_lead_lower,
    benchmarks.auc_lead_upper
from ml.benchmarks
inner join newest
    on benchmarks.day = newest.day
where benchmarks.model = %(model)s
order by (benchmarks.method = 'model') desc, benchmarks.auc desc, benchmarks.method asc
