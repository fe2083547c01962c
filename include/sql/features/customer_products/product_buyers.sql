-- features/customer_products/product_buyers: ml.product_buyers from all pairs.
-- Reads ml.customer_products.
truncate ml.product_buyers;

insert into ml.product_buyers (product_id, buyers_count, repeat_buyers_count, orders_count)
select
    product_id,
    count(*) as buyers_count,
    count(*) filter (where last_order_number > first_order_number) as repeat_buyers_count,
    sum(cardinality(order_numbers)) as orders_count
from ml.customer_products
group by product_id;
