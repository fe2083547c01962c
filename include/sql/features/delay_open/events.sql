-- features/delay_open/events: one row per handover, delivery and promise of the 90 days before.
-- Step 2 of 9. Reads silver.orders_versions, silver.deliveries_versions.
-- An event counts from the night on which it was known: handovers and deliveries from the first
-- row version that tells them, promises from the night they fell due, as known that night.
create temporary table events on commit drop as
with delivery_versions as (
    select
        order_id,
        partner_id,
        handed_over_at,
        delivered_at,
        known_from,
        coalesce(known_to, 'infinity') as known_to,
        case when known_from > %(first_drop)s::date then known_from end as told_on
    from silver.deliveries_versions
    where known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
),

promise_versions as (
    select
        order_id,
        promised_at,
        status,
        known_from,
        coalesce(known_to, 'infinity') as known_to,
        (promised_at at time zone %(timezone)s - interval '1 microsecond')::date as day,
        greatest(
            (promised_at at time zone %(timezone)s - interval '1 microsecond')::date,
            %(first_drop)s::date
        ) as known_day
    from silver.orders_versions
    where
        known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
        and status <> 'cancelled'
        and promised_at > (%(from_day)s::date - 91)::timestamp at time zone %(timezone)s
        and promised_at <= (%(to_day)s::date + 1)::timestamp at time zone %(timezone)s
),

handovers as (
    select distinct on (order_id)
        order_id,
        partner_id,
        'handover' as kind,
        handed_over_at as started_at,
        handed_over_at as ended_at,
        null::boolean as is_late,
        greatest((handed_over_at at time zone %(timezone)s)::date, told_on) as day
    from delivery_versions
    where handed_over_at is not null
    order by order_id, known_from
),

transits as (
    select distinct on (order_id)
        order_id,
        partner_id,
        'transit' as kind,
        handed_over_at as started_at,
        delivered_at as ended_at,
        null::boolean as is_late,
        greatest((delivered_at at time zone %(timezone)s)::date, told_on) as day
    from delivery_versions
    where delivered_at is not null
    order by order_id, known_from
),

promises as (
    select
        promise_versions.order_id,
        delivery_versions.partner_id,
        'promise' as kind,
        null::timestamptz as started_at,
        null::timestamptz as ended_at,
        coalesce(delivery_versions.delivered_at > promise_versions.promised_at, true) as is_late,
        promise_versions.day
    from promise_versions
    left join delivery_versions
        on
            promise_versions.order_id = delivery_versions.order_id
            and promise_versions.known_day >= delivery_versions.known_from
            and promise_versions.known_day < delivery_versions.known_to
    where
        promise_versions.known_day >= promise_versions.known_from
        and promise_versions.known_day < promise_versions.known_to
        and (promise_versions.status <> 'delivered' or delivery_versions.delivered_at is not null)
),

told as (
    select order_id, partner_id, kind, started_at, ended_at, is_late, day from handovers
    union all
    select order_id, partner_id, kind, started_at, ended_at, is_late, day from transits
    union all
    select order_id, partner_id, kind, started_at, ended_at, is_late, day from promises
)

select
    order_id,
    partner_id,
    kind,
    started_at,
    ended_at,
    is_late,
    day,
    greatest(day, %(first_drop)s::date) as known_day
from told
where day between %(from_day)s::date - 89 and %(to_day)s::date;

analyze events;
