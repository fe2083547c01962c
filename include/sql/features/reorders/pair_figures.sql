-- features/reorders/pair_figures: one row per asked order and product that its customer bought
-- before. A weight falls by 0.7, or by 0.9, with each order that lies between. Reads pair_orders.
create temporary table pair_figures on commit drop as
select
    asked_id,
    product_id,
    count(*) as bought_count,
    min(order_number) as first_order_number,
    min(orders_ago) as orders_since,
    max(orders_ago) as life_orders,
    max(ordered_date) as last_date,
    avg(gap_orders)::double precision as mean_gap,
    stddev_samp(gap_orders)::double precision as gap_spread,
    min(gap_orders) as shortest_gap,
    max(gap_orders) as longest_gap,
    (array_agg(gap_orders order by order_number desc))[1] as last_gap,
    avg(gap_days)::double precision as mean_gap_days,
    max(gap_days) as longest_gap_days,
    (array_agg(gap_days order by order_number desc))[1] as last_gap_days,
    count(*) filter (where orders_ago <= 3) as recent_3_count,
    count(*) filter (where orders_ago <= 5) as recent_5_count,
    count(*) filter (where orders_ago <= 10) as recent_10_count,
    sum(power(0.7::double precision, orders_ago - 1)) as short_weight,
    sum(power(0.9::double precision, orders_ago - 1)) as long_weight
from pair_orders
group by asked_id, product_id;

analyze pair_figures;
