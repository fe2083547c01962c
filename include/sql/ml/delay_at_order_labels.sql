-- ml/delay_at_order_labels: one row per day and order whose promise has passed by the day.
-- Reads ml.features_delay_at_order, silver.orders_versions, silver.deliveries_versions, as known on
-- the day. Mature cohorts only: late is what was delivered after the promise or not at all.
-- Cancelled orders, and those delivered without a time, have no answer.
with questions as (
    select
        day,
        order_id,
        promised_at
    from ml.features_delay_at_order
    where
        feature_version = %(feature_version)s
        and day between %(day)s::date - %(history_nights)s::integer and %(day)s::date - 1
        and promised_at <= (%(day)s::date + 1)::timestamp at time zone %(timezone)s
),

known_orders as (
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
    coalesce(known_deliveries.delivered_at > questions.promised_at, true) as is_positive
from questions
inner join known_orders on questions.order_id = known_orders.order_id
left join known_deliveries on questions.order_id = known_deliveries.order_id
where
    known_orders.status <> 'cancelled'
    and (known_orders.status <> 'delivered' or known_deliveries.delivered_at is not null)
