-- features/delay_open/questions: one row per night of the range and order open that night.
-- Step 1 of 10 of ml.features_delay_open. Reads silver.orders_versions, deliveries_versions.
-- known_day is the day whose row versions count: all nights before the first drop read the
-- first drop, and event times hide what had not happened yet.
create temporary table questions on commit drop as
with order_versions as (
    select
        order_id,
        ordered_at,
        approved_at,
        promised_from_at,
        promised_at,
        status,
        (ordered_at at time zone %(timezone)s)::date as ordered_date,
        (promised_at at time zone %(timezone)s - interval '1 microsecond')::date as promise_night,
        case when known_from <= %(first_drop)s::date then '-infinity' else known_from end
            as known_from,
        coalesce(known_to, 'infinity') as known_to
    from silver.orders_versions
    where
        known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
        and promised_at > (%(from_day)s::date + 1)::timestamp at time zone %(timezone)s
        and status <> 'cancelled'
),

delivery_versions as (
    select
        order_id,
        partner_id,
        handed_over_at,
        delivered_at,
        distance_km,
        known_from,
        coalesce(known_to, 'infinity') as known_to
    from silver.deliveries_versions
    where known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
),

open_nights as (
    select
        order_versions.order_id,
        order_versions.ordered_at,
        order_versions.approved_at,
        order_versions.promised_from_at,
        order_versions.promised_at,
        order_versions.status,
        nights.night::date as day,
        greatest(nights.night::date, %(first_drop)s::date) as known_day,
        (nights.night::date + 1)::timestamp at time zone %(timezone)s as night_end
    from order_versions
    cross join lateral generate_series(
        greatest(%(from_day)s::date, order_versions.ordered_date, order_versions.known_from),
        least(%(to_day)s::date, order_versions.promise_night, order_versions.known_to - 1),
        interval '1 day'
    ) as nights (night)
)

select
    open_nights.day,
    open_nights.known_day,
    open_nights.night_end,
    open_nights.order_id,
    open_nights.ordered_at,
    open_nights.promised_from_at,
    open_nights.promised_at,
    (open_nights.promised_at at time zone %(timezone)s)::date as promised_date,
    case when open_nights.approved_at < open_nights.night_end then open_nights.approved_at end
        as approved_at,
    case
        when delivery_versions.handed_over_at < open_nights.night_end
            then delivery_versions.handed_over_at
    end as handed_over_at,
    case
        when delivery_versions.handed_over_at < open_nights.night_end
            then delivery_versions.distance_km
    end as distance_km,
    case
        when delivery_versions.handed_over_at < open_nights.night_end
            then delivery_versions.partner_id
    end as partner_id
from open_nights
left join delivery_versions
    on
        open_nights.order_id = delivery_versions.order_id
        and open_nights.known_day >= delivery_versions.known_from
        and open_nights.known_day < delivery_versions.known_to
where
    open_nights.promised_at > open_nights.night_end
    and open_nights.ordered_at < open_nights.night_end
    and (
        delivery_versions.delivered_at >= open_nights.night_end
        or (delivery_versions.delivered_at is null and open_nights.status <> 'delivered')
    );

analyze questions;
