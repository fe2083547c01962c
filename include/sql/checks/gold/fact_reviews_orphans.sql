-- #warn: A review belongs to an order whose row never came.
-- Reads the reviews that this publication recomputed.
select
    fact_reviews.review_id,
    fact_reviews.order_id
from gold.fact_reviews
inner join touched_reviews
    on
        fact_reviews.review_id = touched_reviews.review_id
        and fact_reviews.order_id = touched_reviews.order_id
left join gold.fact_orders on fact_reviews.order_id = fact_orders.order_id
where
    fact_reviews.order_id <> ''
    and fact_orders.order_id is null;
