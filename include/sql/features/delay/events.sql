-- features/delay/events: one row per approval, handover, transit, arrival and promise of the 90
-- days before. Reads promises, the silver versions of orders and deliveries. What is told counts
-- from the first row version that tells it, so that nothing told later moves a past night.
create temporary table events on commit drop as
with told as (
    select
        deliveries.order_id,
        deliveries.partner_id,
        deliveries.known_from,
        happened.kind,
        happened.started_at,
        happened.ended_at
    from silver.deliveries_versions as deliveries
    cross join
        lateral (
            values
            ('handover', null::timestamptz, deliveries.handed_over_at),
            (
                'transit',
                deliveries.handed_over_at,
                case
                    when deliveries.delivered_at >= deliveries.handed_over_at
                        then deliveries.delivered_at
                end
            ),
            ('arrival', null, deliveries.delivered_at)
        ) as happened (kind, started_at, ended_at)
    where
        deliveries.known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
        and happened.ended_at is not null
    union all
    select
        order_id,
        null as partner_id,
        known_from,
        'approval' as kind,
        ordered_at as started_at,
        approved_at as ended_at
    from silver.orders_versions
    where
        known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
        and approved_at is not null
),

first_told as (
    select distinct on (order_id, kind)
        order_id,
        kind,
        partner_id,
        started_at,
        ended_at,
        greatest(
            (ended_at at time zone %(timezone)s)::date,
            case when known_from > %(first_drop)s::date then known_from end
        ) as day
    from told
    order by order_id, kind, known_from
),

every_event as (
    select
        order_id,
        kind,
        partner_id,
        started_at,
        ended_at,
        null::boolean as is_late,
        day
    from first_told
    union all
    select
        order_id,
        'promise' as kind,
        partner_id,
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
from every_event
where day between %(from_day)s::date - 90 and %(to_day)s::date;

analyze events;
