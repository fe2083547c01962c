-- features/delay/promises: one row per order whose promise fell due before a night's end.
-- Reads silver.orders_versions, silver.deliveries_versions, as known on the night
-- it fell due: late is what was not delivered by then. Cancelled orders promise nothing. The
-- courier counts once the order is handed over, or delivered where no handover is told.
create temporary table promises on commit drop as
with order_versions as (
    select
        order_id,
        promised_at,
        status,
        known_from,
        coalesce(known_to, 'infinity') as known_to,
        (promised_at at time zone %(timezone)s - interval '1 microsecond')::date as day
    from silver.orders_versions
    where
        known_from <= greatest(%(to_day)s::date, %(first_drop)s::date)
        and status <> 'cancelled'
        and promised_at > (%(from_day)s::date - 90)::timestamp at time zone %(timezone)s
        and promised_at <= (%(to_day)s::date + 1)::timestamp at time zone %(timezone)s
),

due_orders as (
    select
        order_id,
        promised_at,
        status,
        day,
        greatest(day, %(first_drop)s::date) as known_day
    from order_versions
    where
        known_from <= greatest(day, %(first_drop)s::date)
        and known_to > greatest(day, %(first_drop)s::date)
)

select
    due_orders.order_id,
    due_orders.day,
    case
        when
            least(deliveries.handed_over_at, deliveries.delivered_at)
            < (due_orders.day + 1)::timestamp at time zone %(timezone)s
            then deliveries.partner_id
    end as partner_id,
    coalesce(deliveries.delivered_at > due_orders.promised_at, true) as is_late
from due_orders
left join silver.deliveries_versions as deliveries
    on
        due_orders.order_id = deliveries.order_id
        and due_orders.known_day >= deliveries.known_from
        and due_orders.known_day < coalesce(deliveries.known_to, 'infinity')
where due_orders.status <> 'delivered' or deliveries.delivered_at is not null;
