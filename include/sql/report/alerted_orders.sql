-- report/alerted_orders: one row per alerted order of the night, most likely late first.
-- Reads ml.delay_scores, gold.fact_orders.
select
    scores.order_id,
    scores.probability,
    scores.margin,
    scores.band,
    scores.expected_saving_amount,
    orders.promised_at,
    orders.seller_id,
    orders.partner_id,
    orders.revenue_amount,
    coalesce(nullif(orders.area, ''), '(no area)') as area
from ml.delay_scores as scores
inner join gold.fact_orders as orders
    on scores.order_id = orders.order_id
where
    scores.day = %(day)s::date
    and scores.model = %(model)s
    and scores.is_alerted
order by scores.probability desc, orders.promised_at asc, scores.order_id asc
