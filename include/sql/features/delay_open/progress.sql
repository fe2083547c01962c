-- features/delay_open/progress: one row per question: where the order stands, and the queues.
-- Step 6 of 10. Reads questions, known_orders, known_routes,
-- silver.partners_versions.
create temporary table progress on commit drop as
with question_rows as (
    select
        questions.day,
        questions.order_id,
        questions.known_day,
        questions.night_end,
        questions.promised_at,
        questions.promised_date,
        questions.handed_over_at,
        questions.approved_at,
        known_orders.seller_id,
        known_orders.area,
        known_orders.handover_due_at,
        known_routes.route,
        coalesce(known_orders.partner_id, questions.partner_id) as partner_id,
        coalesce(known_routes.distance_km, questions.distance_km) as distance_km,
        questions.day - partners.hired_date as partner_tenure_days,
        (lower(partners.vehicle) in ('bike', 'bicycle'))::integer as partner_is_cyclist,
        questions.ordered_at at time zone %(timezone)s as ordered_time,
        questions.promised_at at time zone %(timezone)s as promised_time,
        extract(epoch from questions.promised_at - questions.night_end) / 86400
            as days_to_promise,
        extract(epoch from questions.night_end - questions.ordered_at) / 86400 as order_age_days,
        extract(epoch from questions.promised_at - questions.ordered_at) / 86400
            as promised_total_days,
        extract(epoch from questions.approved_at - questions.ordered_at) / 3600 as approval_hours,
        extract(epoch from questions.night_end - questions.handed_over_at) / 86400
            as days_since_handover,
        extract(epoch from known_orders.handover_due_at - questions.night_end) / 86400
            as days_to_handover_due,
        extract(epoch from questions.handed_over_at - known_orders.handover_due_at) / 86400
            as handover_delay_days,
        extract(epoch from questions.promised_at - questions.promised_from_at) / 3600
            as slot_hours
    from questions
    inner join known_orders
        on
            questions.order_id = known_orders.order_id
            and questions.known_day = known_orders.known_day
    inner join known_routes
        on
            questions.order_id = known_routes.order_id
            and questions.known_day = known_routes.known_day
    left join silver.partners_versions as partners
        on
            coalesce(known_orders.partner_id, questions.partner_id) = partners.partner_id
            and questions.known_day >= partners.known_from
            and questions.known_day < coalesce(partners.known_to, 'infinity')
)

select
    day,
    order_id,
    known_day,
    promised_at,
    seller_id,
    partner_id,
    area,
    route,
    distance_km,
    days_to_promise,
    order_age_days,
    promised_total_days,
    approval_hours,
    days_since_handover,
    handover_delay_days,
    slot_hours,
    partner_tenure_days,
    partner_is_cyclist,
    extract(isodow from promised_time) as promised_weekday,
    extract(hour from promised_time) as promised_hour,
    extract(isodow from ordered_time) as ordered_weekday,
    extract(hour from ordered_time) as ordered_hour,
    (approved_at is not null)::integer as is_approved,
    (handed_over_at is not null)::integer as is_handed_over,
    case when handed_over_at is null then days_to_handover_due end as days_to_handover_due,
    (promised_date - date '2000-01-03') / 7 * 5
    + least(mod(promised_date - date '2000-01-03', 7), 5)
    - (day - date '2000-01-02') / 7 * 5 - least(mod(day - date '2000-01-02', 7), 5)
        as working_days_to_promise,
    count(*) over (partition by day) as network_open_orders,
    count(*) filter (where handed_over_at is null) over (partition by day, seller_id)
        as seller_waiting_orders,
    case
        when partner_id is not null
            then count(*) over (partition by day, partner_id, promised_date)
    end as partner_promised_orders,
    count(*) over (partition by day, area, promised_date) as area_promised_orders
from question_rows;

analyze progress;
