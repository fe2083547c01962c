-- features/delay_at_order/questions: one row per order placed on a day of the range with a promise.
-- Step 4 of ml.features_delay_at_order. Reads silver.orders_versions as known on the day's own
-- evening; an order cancelled by then is left out. `night` is the one before: what others did
-- later that day was not known when the order was placed.
create temporary table questions on commit drop as
with order_versions as (
    select
        order_id,
        ordered_at,
        promised_from_at,
        promised_at,
        status,
        known_from,
        coalesce(known_to, 'infinity') as known_to,
        (ordered_at at time zone %(timezone)s)::date as day
    from silver.orders_versions
    where
        known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
        and promised_at is not null
        and ordered_at >= %(from_day)s::date::timestamp at time zone %(timezone)s
        and ordered_at < (%(to_day)s::date + 1)::timestamp at time zone %(timezone)s
)

select
    day,
    day - 1 as night,
    greatest(day, %(first_drop)s::date) as known_day,
    order_id,
    ordered_at,
    promised_from_at,
    promised_at,
    (promised_at at time zone %(timezone)s)::date as promised_date,
    null::text as partner_id,
    null::numeric as distance_km
from order_versions
where
    known_from <= greatest(day, %(first_drop)s::date)
    and known_to > greatest(day, %(first_drop)s::date)
    and status <> 'cancelled';

analyze questions;
