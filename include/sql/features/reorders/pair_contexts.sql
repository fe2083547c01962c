-- features/reorders/pair_contexts: one row per asked order and product that its customer bought
-- before: its place among the customer's products, and what other customers do with the product.
-- A product's figures leave out the customer's own orders, and lean on five average buyers.
-- Reads asked, pair_figures, product_figures, ml.customer_products.
create temporary table pair_contexts on commit drop as
with usual as (
    select
        sum(repeat_buyers_count) / greatest(sum(buyers_count), 1)::double precision as repeat_share,
        sum(orders_count) / greatest(sum(buyers_count), 1)::double precision as orders_a_buyer,
        max(buyers_count)::double precision as most_buyers_count
    from product_figures
),

others as (
    select
        asked.asked_id,
        customer_products.product_id,
        asked.target_number = any(customer_products.order_numbers) as is_positive,
        coalesce(product_figures.buyers_count - asked.is_counted::integer, 0) as buyers_count,
        coalesce(
            product_figures.repeat_buyers_count - (
                asked.is_counted and cardinality(customer_products.order_numbers) > 1
            )::integer,
            0
        ) as repeat_buyers_count,
        coalesce(
            product_figures.orders_count
            - asked.is_counted::integer * cardinality(customer_products.order_numbers),
            0
        ) as orders_count
    from asked
    inner join ml.customer_products on asked.customer_id = customer_products.customer_id
    left join product_figures on customer_products.product_id = product_figures.product_id
)

select
    pair_figures.asked_id,
    pair_figures.product_id,
    others.is_positive,
    pair_figures.long_weight / sum(pair_figures.long_weight) over asked_order as weight_share,
    rank() over (asked_order order by pair_figures.long_weight desc) as weight_rank,
    rank() over (asked_order order by pair_figures.bought_count desc) as count_rank,
    count(*) over asked_order as products_count,
    (others.repeat_buyers_count + 5 * usual.repeat_share) / (others.buyers_count + 5)
        as product_repeat_share,
    (others.orders_count + 5 * usual.orders_a_buyer) / (others.buyers_count + 5)
        as product_orders_a_buyer,
    ln(1 + others.buyers_count) - ln(1 + usual.most_buyers_count) as product_popularity
from pair_figures
inner join others
    on
        pair_figures.asked_id = others.asked_id
        and pair_figures.product_id = others.product_id
cross join usual
window asked_order as (partition by pair_figures.asked_id);

analyze pair_contexts;
