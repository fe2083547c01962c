-- features/delay_open/group_days: one row per group and day with events, sums and counts.
-- Step 6 of 9. Reads the temporary tables of the steps before. Groups are seller, partner, area,
-- route and the network; times are whole seconds, so that any range of nights adds up equally.
create temporary table group_days on commit drop as
with event_rows as (
    select
        events.day,
        events.kind,
        events.is_late,
        events.ended_at,
        known_orders.seller_id,
        known_orders.area,
        known_routes.route,
        coalesce(known_orders.partner_id, events.partner_id) as partner_id,
        case
            when events.kind = 'transit' then events.started_at
            else coalesce(known_orders.approved_at, known_orders.ordered_at)
        end as started_at
    from events
    inner join known_orders
        on events.order_id = known_orders.order_id and events.known_day = known_orders.known_day
    inner join known_routes
        on events.order_id = known_routes.order_id and events.known_day = known_routes.known_day
),

timed_events as (
    select
        day,
        kind,
        is_late,
        seller_id,
        partner_id,
        area,
        route,
        case
            when ended_at >= started_at then extract(epoch from ended_at - started_at)::bigint
        end as seconds
    from event_rows
),

grouped_events as (
    select
        timed_events.day,
        timed_events.kind,
        timed_events.is_late,
        timed_events.seconds,
        groups.group_kind,
        groups.group_id
    from timed_events
    cross join lateral (
        values
        ('seller', timed_events.seller_id),
        ('partner', timed_events.partner_id),
        ('area', timed_events.area),
        ('route', timed_events.route),
        ('network', '')
    ) as groups (group_kind, group_id)
    where groups.group_id is not null
)

select
    group_kind,
    group_id,
    day,
    count(*) filter (where kind = 'promise') as promised,
    count(*) filter (where is_late) as late,
    count(seconds) filter (where kind = 'handover') as handed,
    sum(seconds) filter (where kind = 'handover') as handed_seconds,
    count(seconds) filter (where kind = 'transit') as moved,
    sum(seconds) filter (where kind = 'transit') as moved_seconds,
    sum(seconds::numeric * seconds) filter (where kind = 'transit') as moved_squares
from grouped_events
group by group_kind, group_id, day;

analyze group_days;
