-- report/order_features: what each feature adds to each alerted order's log-odds, the strongest of
-- either direction first; without the base value. Reads ml.delay_scores, ml.delay_reasons.
select
    reasons.order_id,
    reasons.feature_group,
    reasons.feature,
    reasons.value,
    reasons.contribution
from ml.delay_reasons as reasons
inner join ml.delay_scores as scores
    on
        reasons.day = scores.day
        and reasons.model = scores.model
        and reasons.order_id = scores.order_id
where
    scores.day = %(day)s::date
    and scores.model = %(model)s
    and scores.is_alerted
    and reasons.feature <> '(base)'
order by reasons.order_id asc, abs(reasons.contribution) desc, reasons.feature asc
