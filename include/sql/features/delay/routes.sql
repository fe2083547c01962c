-- features/delay/routes: one row per known order: its route, where that starts, and its length.
-- Reads silver.sellers_versions, silver.places_versions. A route leads from the
-- seller's area (the seller, where it has none) to the order's; distance is the great circle's,
-- null where an end is unknown (least() would pass over the null).
create temporary table known_routes on commit drop as
with order_ends as (
    select
        known_orders.order_id,
        known_orders.known_day,
        known_orders.seller_id,
        known_orders.area,
        known_orders.postal_code,
        sellers.area as seller_area,
        sellers.postal_code as seller_postal_code
    from known_orders
    left join silver.sellers_versions as sellers
        on
            known_orders.seller_id = sellers.seller_id
            and known_orders.known_day >= sellers.known_from
            and known_orders.known_day < coalesce(sellers.known_to, 'infinity')
),

place_versions as (
    select
        postal_code,
        known_from,
        radians(latitude::double precision) as latitude,
        radians(longitude::double precision) as longitude,
        coalesce(known_to, 'infinity') as known_to
    from silver.places_versions
    where latitude is not null and longitude is not null
)

select
    order_ends.order_id,
    order_ends.known_day,
    order_ends.seller_area,
    coalesce(order_ends.seller_area, order_ends.seller_id) || ' > ' || order_ends.area as route,
    2 * 6371 * asin(sqrt(case
        when order_places.latitude is not null and seller_places.latitude is not null
            then least(
                1,
                power(sin((order_places.latitude - seller_places.latitude) / 2), 2)
                + cos(order_places.latitude) * cos(seller_places.latitude)
                * power(sin((order_places.longitude - seller_places.longitude) / 2), 2)
            )
    end)) as distance_km
from order_ends
left join place_versions as order_places
    on
        order_ends.postal_code = order_places.postal_code
        and order_ends.known_day >= order_places.known_from
        and order_ends.known_day < order_places.known_to
left join place_versions as seller_places
    on
        order_ends.seller_postal_code = seller_places.postal_code
        and order_ends.known_day >= seller_places.known_from
        and order_ends.known_day < seller_places.known_to;

analyze known_routes;
