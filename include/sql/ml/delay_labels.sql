-- ml/delay_labels: one row per night and order asked about, with what is known of it by the day.
-- Reads the temporary table questions, silver.orders_versions, silver.deliveries_versions, as known
-- on the day. Late is what was delivered after the promise or not at all; it is null while the
-- promise is ahead: among young orders every known answer would be "on time". Cancelled orders,
-- and those delivered without a time, have no row.
with known_orders as (
    select
        order_id,
        status
    from silver.orders_versions
    where
        known_from <= greatest(%(day)s::date, %(first_drop)s::date)
        and coalesce(known_to, 'infinity') > greatest(%(day)s::date, %(first_drop)s::date)
),

known_deliveries as (
    select
        order_id,
        delivered_at
    from silver.deliveries_versions
    where
        known_from <= greatest(%(day)s::date, %(first_drop)s::date)
        and coalesce(known_to, 'infinity') > greatest(%(day)s::date, %(first_drop)s::date)
)

select
    questions.day,
    questions.order_id,
    questions.promised_at,
    case
        when
            known_deliveries.delivered_at
            < (%(day)s::date + 1)::timestamp at time zone %(timezone)s
            then known_deliveries.delivered_at
    end as delivered_at,
    case
        when
            questions.promised_at <= (%(day)s::date + 1)::timestamp at time zone %(timezone)s
            then coalesce(known_deliveries.delivered_at > questions.promised_at, true)
    end as is_positive
from questions
inner join known_orders on questions.order_id = known_orders.order_id
left join known_deliveries on questions.order_id = known_deliveries.order_id
where
    known_orders.status <> 'cancelled'
    and (known_orders.status <> 'delivered' or known_deliveries.delivered_at is not null)
