-- features/reorders/asked_training: one row per order that a training asks about: the last orders
-- with lines of drawn customers, each from the one before it. Customers are drawn by a fixed hash,
-- and fall into five groups by another. Reads ml.customer_baskets, ml.customer_products.
create temporary table asked on commit drop as
with drawn as (
    select
        customer_id,
        ordered_dates,
        mod(abs(hashtextextended(customer_id, 1)), 5) as customer_group
    from ml.customer_baskets
    where orders_count > 1
    order by hashtextextended(customer_id, 0), customer_id
    limit %(most_customers)s
),

baskets as (
    select
        drawn.customer_id,
        drawn.customer_group,
        drawn.ordered_dates,
        customer_products.order_numbers
    from drawn
    inner join ml.customer_products on drawn.customer_id = customer_products.customer_id
),

numbered as (
    select
        baskets.customer_id,
        baskets.customer_group,
        baskets.ordered_dates,
        numbers.order_number,
        dense_rank() over (
            partition by baskets.customer_id order by numbers.order_number desc
        ) as place
    from baskets
    cross join unnest(baskets.order_numbers) as numbers (order_number)
)

select
    row_number() over (order by customer_id, order_number)::integer as asked_id,
    customer_id,
    customer_group,
    order_number as target_number,
    place = 1 as is_last,
    ordered_dates,
    customer_group <> %(held_out)s as is_counted
from numbered
where place <= %(most_targets)s and order_number > 1
group by customer_id, customer_group, order_number, place, ordered_dates;

analyze asked;
