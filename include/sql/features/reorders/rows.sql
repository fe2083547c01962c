-- features/reorders/rows: one row per asked order and product that its customer bought before, with
-- the features of the spec; is_positive where the asked order has the product.
-- Reads asked, pair_figures, pair_contexts, customer_figures.
select
    asked.customer_id,
    asked.target_number,
    asked.customer_group,
    asked.is_last,
    pair_figures.product_id,
    pair_contexts.is_positive,
    pair_figures.bought_count,
    pair_figures.life_orders,
    pair_figures.orders_since,
    pair_figures.mean_gap,
    pair_figures.gap_spread,
    pair_figures.shortest_gap,
    pair_figures.longest_gap,
    pair_figures.last_gap,
    pair_figures.mean_gap_days,
    pair_figures.longest_gap_days,
    pair_figures.last_gap_days,
    pair_figures.recent_3_count,
    pair_figures.recent_5_count,
    pair_figures.recent_10_count,
    pair_figures.short_weight,
    pair_figures.long_weight,
    pair_contexts.weight_share,
    pair_contexts.weight_rank,
    pair_contexts.count_rank,
    pair_contexts.products_count,
    customer_figures.orders_count,
    customer_figures.mean_basket,
    customer_figures.basket_spread,
    customer_figures.bought_products_count,
    customer_figures.recent_basket,
    customer_figures.last_basket,
    customer_figures.mean_repeated,
    customer_figures.recent_repeated,
    customer_figures.repeated_share,
    customer_figures.recent_repeated_share,
    customer_figures.last_repeated_share,
    customer_figures.all_new_share,
    customer_figures.mean_days,
    customer_figures.recent_days,
    customer_figures.last_days,
    pair_contexts.product_repeat_share,
    pair_contexts.product_orders_a_buyer,
    pair_contexts.product_popularity,
    pair_figures.bought_count / customer_figures.orders_count::double precision as bought_share,
    pair_figures.bought_count / pair_figures.life_orders::double precision as bought_rate,
    customer_figures.last_date - pair_figures.last_date as days_since,
    pair_figures.orders_since / pair_figures.mean_gap as gap_used,
    (pair_figures.orders_since - pair_figures.mean_gap) / (pair_figures.gap_spread + 0.5)
        as gap_deviation,
    (customer_figures.last_date - pair_figures.last_date)
    / greatest(pair_figures.mean_gap_days, 0.5) as gap_days_used,
    pair_figures.recent_5_count / least(pair_figures.life_orders, 5)::double precision
    - pair_figures.bought_count / pair_figures.life_orders::double precision as momentum,
    pair_contexts.weight_share * customer_figures.recent_basket as expected_pieces
from pair_figures
inner join asked on pair_figures.asked_id = asked.asked_id
inner join customer_figures on pair_figures.asked_id = customer_figures.asked_id
inner join pair_contexts
    on
        pair_figures.asked_id = pair_contexts.asked_id
        and pair_figures.product_id = pair_contexts.product_id
order by asked.customer_id, asked.target_number, pair_figures.product_id
