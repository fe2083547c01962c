-- features/delay/group_days: one row per asked group and day with events or questions.
-- Reads asked_groups, events, known_orders, known_routes. Times are whole seconds, so that any
-- range of nights adds up equally. A margin is how long before its promise an order arrived;
-- negative when late. An approval after the handover is not known on its night: the order's placing
-- stands for it.
create temporary table group_days on commit drop as
with event_rows as (
    select
        events.day,
        events.kind,
        events.is_late,
        known_orders.seller_id,
        known_orders.area,
        known_orders.payment_method,
        known_routes.route,
        coalesce(known_orders.partner_id, events.partner_id) as partner_id,
        greatest(0, extract(epoch from events.ended_at - case
            when events.kind = 'arrival' then known_orders.ordered_at
            when events.started_at is not null then events.started_at
            when known_orders.approved_at <= events.ended_at then known_orders.approved_at
            else known_orders.ordered_at
        end))::bigint as seconds,
        extract(epoch from known_orders.promised_at - events.ended_at)::bigint as margin
    from events
    inner join known_orders
        on events.order_id = known_orders.order_id and events.known_day = known_orders.known_day
    inner join known_routes
        on events.order_id = known_routes.order_id and events.known_day = known_routes.known_day
),

asked as (
    select distinct
        group_kind,
        group_id
    from asked_groups
),

grouped_rows as (
    select
        memberships.group_kind,
        memberships.group_id,
        event_rows.day,
        event_rows.kind,
        event_rows.is_late,
        event_rows.seconds,
        event_rows.margin
    from event_rows
    cross join
        lateral (
            values
            ('seller', event_rows.seller_id),
            ('partner', event_rows.partner_id),
            ('area', event_rows.area),
            ('route', event_rows.route),
            ('payment', event_rows.payment_method),
            ('network', '')
        ) as memberships (group_kind, group_id)
    inner join asked
        on
            memberships.group_kind = asked.group_kind
            and memberships.group_id = asked.group_id
    union all
    select
        group_kind,
        group_id,
        night as day,
        'question' as kind,
        null as is_late,
        null as seconds,
        null as margin
    from asked_groups
)

select
    group_kind,
    group_id,
    day,
    bool_or(kind = 'question') as has_question,
    count(*) filter (where kind = 'promise') as promised,
    count(*) filter (where is_late) as late,
    count(*) filter (where kind = 'approval') as approved,
    coalesce(sum(seconds) filter (where kind = 'approval'), 0) as approved_seconds,
    count(seconds) filter (where kind = 'handover') as handed,
    coalesce(sum(seconds) filter (where kind = 'handover'), 0) as handed_seconds,
    count(seconds) filter (where kind = 'transit') as moved,
    coalesce(sum(seconds) filter (where kind = 'transit'), 0) as moved_seconds,
    coalesce(sum(seconds::numeric * seconds) filter (where kind = 'transit'), 0) as moved_squares,
    count(margin) filter (where kind = 'arrival') as arrived,
    coalesce(sum(margin) filter (where kind = 'arrival'), 0) as margin_seconds,
    coalesce(sum(seconds) filter (where kind = 'arrival' and margin is not null), 0)
        as door_seconds
from grouped_rows
group by group_kind, group_id, day;

analyze group_days;
