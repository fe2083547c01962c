-- features/reorders/product_figures_training: one row per product: buyers, those who bought it
-- again, orders; without the customers of the group that is held out. Reads ml.customer_products.
create temporary table product_figures on commit drop as
select
    product_id,
    count(*) as buyers_count,
    count(*) filter (where last_order_number > first_order_number) as repeat_buyers_count,
    sum(cardinality(order_numbers)) as orders_count
from ml.customer_products
where mod(abs(hashtextextended(customer_id, 1)), 5) <> %(held_out)s
group by product_id;

analyze product_figures;
