-- features/review_risk/answers: one row per review answered in the year before the range or in it,
-- and group that it tells of: its seller, product, category, area, and the network.
-- Reads the silver versions of reviews, orders, customers, order_items, products. A review counts
-- from the first version that tells its answer, with the stars of that version; what it is about is
-- read as known that evening.
create temporary table answers on commit drop as
with told as (
    select distinct on (review_id, order_id)
        review_id,
        order_id,
        (stars <= 2)::integer as is_bad,
        greatest(
            (answered_at at time zone %(timezone)s)::date,
            case when known_from > %(first_drop)s::date then known_from end
        ) as day
    from silver.reviews_versions
    where
        answered_at is not null
        and stars is not null
        and known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
    order by review_id asc, order_id asc, known_from asc
),

answered as (
    select
        review_id,
        order_id,
        is_bad,
        day,
        greatest(day, %(first_drop)s::date) as known_day
    from told
    where day > %(from_day)s::date - 365 and day <= %(to_day)s::date
),

line_groups as (
    select distinct
        answered.review_id,
        answered.order_id,
        answered.is_bad,
        answered.day,
        unnest(array['seller', 'product', 'category']) as group_kind,
        unnest(array[items.seller_id, items.product_id, products.category]) as group_id
    from answered
    inner join silver.order_items_versions as items
        on
            answered.order_id = items.order_id
            and answered.known_day >= items.known_from
            and answered.known_day < coalesce(items.known_to, 'infinity')
    left join silver.products_versions as products
        on
            items.product_id = products.product_id
            and answered.known_day >= products.known_from
            and answered.known_day < coalesce(products.known_to, 'infinity')
),

order_groups as (
    select
        answered.is_bad,
        answered.day,
        'area' as group_kind,
        coalesce(orders.area, customers.area) as group_id
    from answered
    inner join silver.orders_versions as orders
        on
            answered.order_id = orders.order_id
            and answered.known_day >= orders.known_from
            and answered.known_day < coalesce(orders.known_to, 'infinity')
    left join silver.customers_versions as customers
        on
            orders.customer_id = customers.customer_id
            and answered.known_day >= customers.known_from
            and answered.known_day < coalesce(customers.known_to, 'infinity')
)

select
    group_kind,
    group_id,
    day,
    is_bad
from line_groups
where group_id is not null
union all
select
    group_kind,
    group_id,
    day,
    is_bad
from order_groups
where group_id is not null
union all
select
    'network' as group_kind,
    '' as group_id,
    day,
    is_bad
from answered;

analyze answers;
