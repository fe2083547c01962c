-- features/delay/group_days: one row per group and day with events or questions.
-- Reads the temporary tables of the steps before. Groups are seller, partner, area,
-- route and the network; times are whole seconds, so that any range of nights adds up equally.
create temporary table group_days on commit drop as
with event_rows as (
    select
        events.day,
        events.kind,
        events.is_late,
        known_orders.seller_id,
        known_orders.area,
        known_routes.route,
        coalesce(known_orders.partner_id, events.partner_id) as partner_id,
        greatest(0, extract(epoch from events.ended_at - coalesce(
            events.started_at, known_orders.approved_at, known_orders.ordered_at
        )))::bigint as seconds
    from events
    inner join known_orders
        on events.order_id = known_orders.order_id and events.known_day = known_orders.known_day
    inner join known_routes
        on events.order_id = known_routes.order_id and events.known_day = known_routes.known_day
),

grouped_events as (
    select
        event_rows.day,
        event_rows.kind,
        event_rows.is_late,
        event_rows.seconds,
        memberships.group_kind,
        memberships.group_id
    from event_rows
    cross join
        lateral (
            values
            ('seller', event_rows.seller_id),
            ('partner', event_rows.partner_id),
            ('area', event_rows.area),
            ('route', event_rows.route),
            ('network', '')
        ) as memberships (group_kind, group_id)
    where memberships.group_id is not null
),

grouped_questions as (
    select distinct
        facts.night as day,
        memberships.group_kind,
        memberships.group_id
    from facts
    cross join
        lateral (
            values
            ('seller', facts.seller_id),
            ('partner', facts.partner_id),
            ('area', facts.area),
            ('route', facts.route),
            ('network', '')
        ) as memberships (group_kind, group_id)
    where memberships.group_id is not null
),

grouped_rows as (
    select
        group_kind,
        group_id,
        day,
        kind,
        is_late,
        seconds
    from grouped_events
    union all
    select
        group_kind,
        group_id,
        day,
        'question' as kind,
        null as is_late,
        null as seconds
    from grouped_questions
)

select
    group_kind,
    group_id,
    day,
    bool_or(kind = 'question') as has_question,
    count(*) filter (where kind = 'promise') as promised,
    count(*) filter (where is_late) as late,
    count(seconds) filter (where kind = 'handover') as handed,
    coalesce(sum(seconds) filter (where kind = 'handover'), 0) as handed_seconds,
    count(seconds) filter (where kind = 'transit') as moved,
    coalesce(sum(seconds) filter (where kind = 'transit'), 0) as moved_seconds,
    coalesce(sum(seconds::numeric * seconds) filter (where kind = 'transit'), 0) as moved_squares
from grouped_rows
group by group_kind, group_id, day;

analyze group_days;
