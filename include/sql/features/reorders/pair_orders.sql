-- features/reorders/pair_orders: one row per asked order, product that its customer bought before,
-- and order with it: how many orders before the asked one, and after the order with it before.
-- Nothing of the asked order is read. Reads asked, ml.customer_products.
create temporary table pair_orders on commit drop as
select
    asked.asked_id,
    customer_products.product_id,
    numbers.order_number,
    asked.target_number - numbers.order_number as orders_ago,
    asked.ordered_dates[numbers.order_number] as ordered_date,
    numbers.order_number - customer_products.order_numbers[numbers.place - 1] as gap_orders,
    asked.ordered_dates[numbers.order_number]
    - asked.ordered_dates[customer_products.order_numbers[numbers.place - 1]] as gap_days
from asked
inner join ml.customer_products on asked.customer_id = customer_products.customer_id
cross join
    unnest(customer_products.order_numbers) with ordinality as numbers (order_number, place)
where numbers.order_number < asked.target_number;

analyze pair_orders;
