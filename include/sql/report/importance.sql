-- report/importance: mean absolute contribution of each feature over the night's explained orders.
-- Reads ml.delay_reasons: exact TreeSHAP of all alerted orders and a fixed sample, in log-odds.
select
    feature,
    feature_group,
    avg(abs(contribution)) as importance,
    count(*) as orders_count
from ml.delay_reasons
where
    day = %(day)s::date
    and model = %(model)s
    and feature <> '(base)'
group by feature, feature_group
order by importance desc, feature asc
