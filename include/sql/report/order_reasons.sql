-- report/order_reasons: the five strongest reasons of each alerted order, in either direction.
-- Reads ml.delay_scores, ml.delay_reasons. Row '(rest)' holds the sum of all others, so that base
-- value, five reasons and rest add up to the score's log-odds.
with reasons as (
    select
        delay_reasons.order_id,
        delay_reasons.feature,
        delay_reasons.contribution,
        delay_reasons.sentence,
        row_number() over (
            partition by delay_reasons.order_id
            order by
                delay_reasons.feature = '(base)' desc,
                abs(delay_reasons.contribution) desc,
                delay_reasons.feature asc
        ) as place
    from ml.delay_reasons
    inner join ml.delay_scores
        on
            delay_reasons.day = delay_scores.day
            and delay_reasons.model = delay_scores.model
            and delay_reasons.order_id = delay_scores.order_id
    where
        delay_scores.day = %(day)s::date
        and delay_scores.model = %(model)s
        and delay_scores.is_alerted
)

select
    order_id,
    contribution,
    feature,
    sentence,
    place
from reasons
where place <= 6
union all
select
    order_id,
    sum(contribution) as contribution,
    '(rest)' as feature,
    '' as sentence,
    7 as place
from reasons
where place > 6
group by order_id
order by order_id, place
