-- features/delay/open_orders: one row per night and order that was open at its end.
-- Reads nights, silver.orders_versions, silver.deliveries_versions. Open means ordered, neither
-- delivered nor cancelled, and promised for a moment ahead or less than 30 days ago: what is
-- overdue longer is lost.
create temporary table open_orders on commit drop as
with span as (
    select
        min(night) as first_night,
        max(night) as last_night
    from nights
),

order_versions as (
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
        and promised_at > (%(from_day)s::date - 31)::timestamp at time zone %(timezone)s
        and ordered_at < (%(to_day)s::date + 1)::timestamp at time zone %(timezone)s
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
        open_nights.night::date as night
    from order_versions
    cross join span
    cross join lateral generate_series(
        greatest(span.first_night, order_versions.ordered_date, order_versions.known_from),
        least(span.last_night, order_versions.promise_night + 29, order_versions.known_to - 1),
        interval '1 day'
    ) as open_nights (night)
)

select
    nights.night,
    nights.known_day,
    nights.night_end,
    open_nights.order_id,
    open_nights.ordered_at,
    open_nights.promised_from_at,
    open_nights.promised_at,
    (open_nights.promised_at at time zone %(timezone)s)::date as promised_date,
    open_nights.promised_at <= nights.night_end as is_overdue,
    case when open_nights.approved_at < nights.night_end then open_nights.approved_at end
        as approved_at,
    case when deliveries.handed_over_at < nights.night_end then deliveries.handed_over_at end
        as handed_over_at,
    case when deliveries.handed_over_at < nights.night_end then deliveries.distance_km end
        as distance_km,
    case when deliveries.handed_over_at < nights.night_end then deliveries.partner_id end
        as partner_id
from open_nights
inner join nights on open_nights.night = nights.night
left join delivery_versions as deliveries
    on
        open_nights.order_id = deliveries.order_id
        and nights.known_day >= deliveries.known_from
        and nights.known_day < deliveries.known_to
where
    open_nights.ordered_at < nights.night_end
    and (
        deliveries.delivered_at >= nights.night_end
        or (deliveries.delivered_at is null and open_nights.status <> 'delivered')
    );

analyze open_orders;
