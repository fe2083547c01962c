-- report/alert_reasons: what pushes tonight's alerted orders towards late, by group of reasons.
-- Reads ml.delay_scores, ml.delay_reasons. An order counts for the group that adds the most to its
-- log-odds. The average is over the orders that a group counts for; `feature` is the one that
-- most often weighs most within the group.
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
        delay_reasons.model,
        delay_reasons.order_id,
        delay_reasons.feature_group,
        sum(delay_reasons.contribution) as contribution,
        (array_agg(delay_reasons.feature order by delay_reasons.contribution desc))[1] as feature
    from ml.delay_reasons
    inner join alerted
        on
            delay_reasons.model = alerted.model
            and delay_reasons.order_id = alerted.order_id
    where
        delay_reasons.day = %(day)s::date
        and delay_reasons.feature <> '(base)'
    group by delay_reasons.model, delay_reasons.order_id, delay_reasons.feature_group
),

ranked as (
    select
        feature_group,
        feature,
        contribution,
        row_number() over (
            partition by model, order_id
            order by contribution desc, feature_group asc
        ) as place
    from reasons
    where contribution > 0
)

select
    feature_group,
    mode() within group (order by feature) as feature,
    count(*) as orders_count,
    avg(contribution) as average_contribution,
    (select count(*) from alerted) as alerted_orders_count
from ranked
where place = 1
group by feature_group
order by orders_count desc, average_contribution desc, feature_group asc
limit 3
