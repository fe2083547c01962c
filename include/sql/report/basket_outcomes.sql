-- report/basket_outcomes: one row: what became of the suggestions of the last 28 nights whose
-- customers have ordered since. Reads ml.suggested_baskets, ml.customer_products, ml.basket_state.
-- Nothing is known unless the tables of baskets stand at the day.
with asked as (
    select distinct
        suggested_baskets.day,
        suggested_baskets.customer_id,
        suggested_baskets.target_number
    from ml.suggested_baskets
    inner join ml.basket_state on basket_state.day = %(day)s::date
    where
        suggested_baskets.model = 'reorders'
        and suggested_baskets.day between %(day)s::date - 28 and %(day)s::date - 1
),

ordered as (
    select
        asked.day,
        asked.customer_id,
        customer_products.product_id,
        customer_products.first_order_number < asked.target_number as is_bought_again
    from asked
    inner join ml.customer_products on asked.customer_id = customer_products.customer_id
    where asked.target_number = any(customer_products.order_numbers)
),

answered as (
    select distinct
        day,
        customer_id
    from ordered
),

suggested as (
    select
        suggested_baskets.customer_id,
        suggested_baskets.probability,
        ordered.product_id is not null as is_bought
    from answered
    inner join ml.suggested_baskets
        on
            answered.day = suggested_baskets.day
            and answered.customer_id = suggested_baskets.customer_id
            and suggested_baskets.model = 'reorders'
    left join ordered
        on
            suggested_baskets.day = ordered.day
            and suggested_baskets.customer_id = ordered.customer_id
            and suggested_baskets.product_id = ordered.product_id
    where suggested_baskets.is_suggested
),

counted as (
    select count(*) filter (where is_bought_again) as bought_again_count
    from ordered
)

select
    counted.bought_again_count,
    (select count(*) from answered) as orders_count,
    count(suggested.customer_id) as suggested_count,
    count(*) filter (where suggested.is_bought) as hits_count,
    coalesce(sum(suggested.probability), 0) as expected_count
from counted
left join suggested on true
group by counted.bought_again_count
