-- features/customer_products/save_pairs: put new pairs behind those that a customer has already,
-- and count them in the products' rows. Step 5 of 5 of a night. Reads new_pairs, as
-- features/customer_products/pairs selects them. Writes ml.customer_products, ml.product_buyers.
with saved as (
    insert into ml.customer_products as known (
        customer_id,
        product_id,
        lines_count,
        first_order_number,
        last_order_number,
        mean_line_number,
        order_numbers
    )
    select
        customer_id,
        product_id,
        lines_count,
        first_order_number,
        last_order_number,
        mean_line_number,
        order_numbers
    from new_pairs
    on conflict (customer_id, product_id) do update
        set
            lines_count = known.lines_count + excluded.lines_count,
            last_order_number = excluded.last_order_number,
            mean_line_number = (
                known.lines_count * known.mean_line_number::double precision
                + excluded.lines_count * excluded.mean_line_number
            ) / (known.lines_count + excluded.lines_count),
            order_numbers = known.order_numbers || excluded.order_numbers
    returning
        known.customer_id,
        known.product_id,
        cardinality(known.order_numbers) as orders_count
),

counted as (
    select
        saved.product_id,
        saved.orders_count,
        cardinality(new_pairs.order_numbers) as new_orders_count
    from saved
    inner join new_pairs
        on saved.customer_id = new_pairs.customer_id and saved.product_id = new_pairs.product_id
)

insert into ml.product_buyers as known (
    product_id, buyers_count, repeat_buyers_count, orders_count
)
select
    product_id,
    count(*) filter (where orders_count = new_orders_count) as buyers_count,
    count(*) filter (where orders_count > 1)
    - count(*) filter (where orders_count > new_orders_count + 1) as repeat_buyers_count,
    sum(new_orders_count) as orders_count
from counted
group by product_id
on conflict (product_id) do update set
    buyers_count = known.buyers_count + excluded.buyers_count,
    repeat_buyers_count = known.repeat_buyers_count + excluded.repeat_buyers_count,
    orders_count = known.orders_count + excluded.orders_count;

delete from ml.product_buyers
where buyers_count = 0;
