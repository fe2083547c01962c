-- report/order_groups: what each group of reasons adds to each alerted order's log-odds, the
-- strongest first; `sentence` is its strongest reason in the group's own direction. Group 'base' is
-- the model's base value, so that an order's rows add up to its margin.
-- Reads ml.delay_scores, ml.delay_reasons.
with alerted as (
    select
        model,
        order_id
    from ml.delay_scores
    where
        day = %(day)s::date
        and model = %(model)s
        and is_alerted
),

reasons as (
    select
        delay_reasons.order_id,
        delay_reasons.feature,
        delay_reasons.contribution,
        delay_reasons.sentence,
        case
            when delay_reasons.feature = '(base)' then 'base' else delay_reasons.feature_group
        end as feature_group
    from ml.delay_reasons
    inner join alerted
        on
            delay_reasons.model = alerted.model
            and delay_reasons.order_id = alerted.order_id
    where delay_reasons.day = %(day)s::date
),

sums as (
    select
        order_id,
        feature_group,
        sum(contribution) as contribution
    from reasons
    group by order_id, feature_group
)

select distinct on (sums.order_id, abs(sums.contribution), sums.feature_group)
    sums.order_id,
    sums.feature_group,
    sums.contribution,
    reasons.sentence
from sums
inner join reasons
    on
        sums.order_id = reasons.order_id
        and sums.feature_group = reasons.feature_group
order by
    sums.order_id asc,
    abs(sums.contribution) desc,
    sums.feature_group asc,
    reasons.contribution * sign(sums.contribution) desc,
    reasons.feature asc
