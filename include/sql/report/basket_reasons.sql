-- report/basket_reasons: mean absolute contribution of each feature to the explained suggestions of
-- the night, the largest first. Reads ml.suggestion_reasons: exact TreeSHAP, in log-odds.
select
    feature,
    avg(abs(contribution)) as importance,
    count(*) as suggestions_count
from ml.suggestion_reasons
where
    day = %(day)s::date
    and model = 'reorders'
    and feature <> '(base)'
group by feature
order by importance desc, feature asc
limit 10
