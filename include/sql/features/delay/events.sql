-- features/delay/events: one row per handover, delivery and promise of the 90 days before.
-- Reads promises, silver.deliveries_versions. Handovers and deliveries count from
-- the first row version that tells them, so that nothing told later moves a past night.
create temporary table events on commit drop as
with delivery_versions as (
    select
        order_id,
        partner_id,
        handed_over_at,
        delivered_at,
        known_from,
        case when known_from > %(first_drop)s::date then known_from end as told_on
    from silver.deliveries_versions
    where known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
),

handovers as (
    select distinct on (order_id)
        order_id,
        partner_id,
        handed_over_at,
        greatest((handed_over_at at time zone %(timezone)s)::date, told_on) as day
    from delivery_versions
    where handed_over_at is not null
    order by order_id, known_from
),

transits as (
    select distinct on (order_id)
        order_id,
        partner_id,
        handed_over_at,
        delivered_at,
        greatest((delivered_at at time zone %(timezone)s)::date, told_on) as day
    from delivery_versions
    where delivered_at >= handed_over_at
    order by order_id, known_from
),

told_events as (
    select
        order_id,
        partner_id,
        'handover' as kind,
        null::timestamptz as started_at,
        handed_over_at as ended_at,
        null::boolean as is_late,
        day
    from handovers
    union all
    select
        order_id,
        partner_id,
        'transit' as kind,
        handed_over_at as started_at,
        delivered_at as ended_at,
        null as is_late,
        day
    from transits
    union all
    select
        order_id,
        partner_id,
        'promise' as kind,
        null as started_at,
        null as ended_at,
        is_late,
        day
    from promises
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
from told_events
where day between %(from_day)s::date - 90 and %(to_day)s::date;

analyze events;
