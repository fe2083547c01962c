-- features/review_risk/deliveries: one row per question: how its delivery stood on the evening.
-- Reads questions, known_orders, silver.deliveries_versions. What happened after the evening is not
-- known. Days count to the evening; an order not delivered has days beyond its promise, no delay.
create temporary table delivery_facts on commit drop as
with known_deliveries as (
    select
        questions.day,
        questions.order_id,
        questions.asked_at,
        questions.night_end,
        known_orders.ordered_at,
        known_orders.promised_at,
        known_orders.handover_due_at,
        case when deliveries.delivered_at < questions.night_end then deliveries.delivered_at end
            as delivered_at,
        case when deliveries.handed_over_at < questions.night_end then deliveries.handed_over_at end
            as handed_over_at
    from questions
    inner join known_orders
        on
            questions.order_id = known_orders.order_id
            and questions.known_day = known_orders.known_day
    left join silver.deliveries_versions as deliveries
        on
            questions.order_id = deliveries.order_id
            and questions.known_day >= deliveries.known_from
            and questions.known_day < coalesce(deliveries.known_to, 'infinity')
),

spans as (
    select
        day,
        order_id,
        asked_at,
        delivered_at is not null as is_delivered,
        handed_over_at is not null as is_handed_over,
        extract(epoch from delivered_at - promised_at) / 86400 as delay_days,
        extract(epoch from delivered_at - ordered_at) / 86400 as door_days,
        extract(epoch from promised_at - ordered_at) / 86400 as promised_total_days,
        extract(epoch from night_end - promised_at) / 86400 as past_promise_days,
        extract(epoch from night_end - delivered_at) / 86400 as days_since_delivery,
        extract(epoch from night_end - ordered_at) / 86400 as order_age_days,
        extract(epoch from delivered_at - handed_over_at) / 86400 as transit_days,
        extract(epoch from handed_over_at - ordered_at) / 86400 as handover_days,
        extract(epoch from handed_over_at - handover_due_at) / 86400 as handover_delay_days
    from known_deliveries
)

select
    day,
    order_id,
    asked_at,
    is_delivered::integer as is_delivered,
    is_handed_over::integer as is_handed_over,
    delay_days,
    door_days,
    promised_total_days,
    past_promise_days,
    case when not is_delivered then past_promise_days end as open_past_promise_days,
    days_since_delivery,
    order_age_days,
    transit_days,
    handover_days,
    handover_delay_days,
    door_days / nullif(promised_total_days, 0) as share_of_promise_used
from spans;

analyze delivery_facts;
