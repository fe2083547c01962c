-- report/urgent_order: the alerted order that is most likely to be late tonight, or no row.
-- Reads ml.delay_scores, gold.fact_orders.
select
    scores.order_id,
    scores.probability,
    orders.promised_at,
    coalesce(nullif(orders.area, ''), '(no area)') as area
from ml.delay_scores as scores
inner join gold.fact_orders as orders
    on scores.order_id = orders.order_id
where
    scores.day = %(day)s::date
    and scores.model = %(model)s
    and scores.is_alerted
order by scores.probability desc, orders.promised_at asc, scores.order_id asc
limit 1
