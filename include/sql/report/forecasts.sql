-- report/forecasts: one row per group and horizon forecast on the evening of the day, products
-- apart; the largest first. Reads ml.forecasts.
select
    model,
    method,
    version,
    grain,
    group_key,
    horizon_days,
    target_from,
    target_to,
    expected,
    lower_50,
    upper_50,
    lower_90,
    upper_90,
    orders_count,
    agreed_share,
    breach_probability,
    usual
from ml.forecasts
where day = %(day)s::date and grain <> 'product'
order by model asc, grain asc, horizon_days asc, expected desc, group_key asc;
