-- features/reorders/customer_figures: one row per asked order: what its customer's earlier baskets
-- were like, over all and over the last three. The first order can repeat nothing and is in no
-- share. Reads asked, pair_orders.
create temporary table customer_figures on commit drop as
with baskets as (
    select
        asked_id,
        order_number,
        orders_ago,
        count(*) as products_count,
        count(gap_orders) as repeated_count
    from pair_orders
    group by asked_id, order_number, orders_ago
),

shares as (
    select
        asked_id,
        orders_ago,
        products_count,
        repeated_count,
        case when order_number > 1 then repeated_count / products_count::double precision end
            as repeated_share,
        case when order_number > 1 then (repeated_count = 0)::integer end as is_all_new
    from baskets
),

sums as (
    select
        asked_id,
        avg(products_count)::double precision as mean_basket,
        stddev_samp(products_count)::double precision as basket_spread,
        sum(products_count) as bought_products_count,
        avg(products_count) filter (where orders_ago <= 3)::double precision as recent_basket,
        max(products_count) filter (where orders_ago = 1) as last_basket,
        avg(repeated_count)::double precision as mean_repeated,
        avg(repeated_count) filter (where orders_ago <= 3)::double precision as recent_repeated,
        avg(repeated_share) as repeated_share,
        avg(repeated_share) filter (where orders_ago <= 3) as recent_repeated_share,
        max(repeated_share) filter (where orders_ago = 1) as last_repeated_share,
        avg(is_all_new)::double precision as all_new_share
    from shares
    group by asked_id
)

select
    sums.*,
    asked.target_number - 1 as orders_count,
    asked.ordered_dates[asked.target_number - 1] as last_date,
    (asked.ordered_dates[asked.target_number - 1] - asked.ordered_dates[1])
    / nullif(asked.target_number - 2, 0)::double precision as mean_days,
    (
        asked.ordered_dates[asked.target_number - 1]
        - asked.ordered_dates[greatest(asked.target_number - 4, 1)]
    ) / nullif(least(asked.target_number - 2, 3), 0)::double precision as recent_days,
    asked.ordered_dates[asked.target_number - 1] - asked.ordered_dates[asked.target_number - 2]
        as last_days
from sums
inner join asked on sums.asked_id = asked.asked_id;

analyze customer_figures;
