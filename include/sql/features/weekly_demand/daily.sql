-- features/weekly_demand/daily: one row per date, grain and group: the pieces ordered.
-- Reads the silver versions of orders, customers, order_items, products and categories as known on
-- the day; the history of the first drop is read as it came. Demand counts what was ordered,
-- cancelled or not: a later cancellation changes no earlier evening.
with known as (
    select
        greatest(%(day)s::date, min(known_from)) as known_day,
        (%(day)s::date + 1)::timestamp at time zone %(timezone)s as night_end
    from silver.orders_versions
),

categories as (
    select
        versions.category,
        versions.category_english
    from silver.categories_versions as versions
    cross join known
    where
        known.known_day >= versions.known_from
        and known.known_day < coalesce(versions.known_to, 'infinity')
),

customers as (
    select
        versions.customer_id,
        versions.area
    from silver.customers_versions as versions
    cross join known
    where
        known.known_day >= versions.known_from
        and known.known_day < coalesce(versions.known_to, 'infinity')
),

products as (
    select
        versions.product_id,
        coalesce(versions.category_english, categories.category_english, versions.category)
            as category
    from silver.products_versions as versions
    cross join known
    left join categories on versions.category = categories.category
    where
        known.known_day >= versions.known_from
        and known.known_day < coalesce(versions.known_to, 'infinity')
),

orders as (
    select
        versions.order_id,
        coalesce(nullif(versions.area, ''), nullif(customers.area, ''), '(no area)') as area,
        (versions.ordered_at at time zone %(timezone)s)::date as ordered_date
    from silver.orders_versions as versions
    cross join known
    left join customers on versions.customer_id = customers.customer_id
    where
        known.known_day >= versions.known_from
        and known.known_day < coalesce(versions.known_to, 'infinity')
        and versions.ordered_at >= %(from_day)s::date::timestamp at time zone %(timezone)s
        and versions.ordered_at < known.night_end
),

lines as (
    select
        orders.ordered_date,
        orders.area,
        coalesce(nullif(products.category, ''), '(no category)') as category,
        coalesce(items.quantity, 1) as quantity
    from silver.order_items_versions as items
    cross join known
    inner join orders on items.order_id = orders.order_id
    left join products on items.product_id = products.product_id
    where
        known.known_day >= items.known_from
        and known.known_day < coalesce(items.known_to, 'infinity')
)

select
    lines.ordered_date,
    grains.grain,
    grains.group_key,
    sum(lines.quantity)::float8 as quantity
from lines
cross join
    lateral (
        values ('all', 'all'), ('category', lines.category), ('area', lines.area)
    ) as grains (grain, group_key)
group by lines.ordered_date, grains.grain, grains.group_key
order by lines.ordered_date, grains.grain, grains.group_key;
