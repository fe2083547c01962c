-- features/customer_products/forget_recounted: take the customers who are counted again whole
-- out of all tables. Step 4 of 5 of a night. Reads touched_customers. Writes ml.customer_products,
-- ml.product_buyers, ml.customer_baskets.
with forgotten as (
    delete from ml.customer_products
    using touched_customers
    where
        customer_products.customer_id = touched_customers.customer_id
        and not touched_customers.is_appended
    returning customer_products.product_id, cardinality(customer_products.order_numbers) as orders
),

sums as (
    select
        product_id,
        count(*) as buyers_count,
        count(*) filter (where orders > 1) as repeat_buyers_count,
        sum(orders) as orders_count
    from forgotten
    group by product_id
)

update ml.product_buyers
set
    buyers_count = product_buyers.buyers_count - sums.buyers_count,
    repeat_buyers_count = product_buyers.repeat_buyers_count - sums.repeat_buyers_count,
    orders_count = product_buyers.orders_count - sums.orders_count
from sums
where product_buyers.product_id = sums.product_id;

delete from ml.customer_baskets
using touched_customers
where
    customer_baskets.customer_id = touched_customers.customer_id
    and not touched_customers.is_appended;
