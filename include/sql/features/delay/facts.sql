-- features/delay/facts: one row per question: what the order is, apart from its progress.
-- Reads questions, known_orders, known_routes, dates, silver.partners_versions.
create temporary table facts on commit drop as
with question_rows as (
    select
        questions.day,
        questions.night,
        questions.order_id,
        questions.known_day,
        questions.promised_at,
        questions.promised_date,
        known_orders.seller_id,
        known_orders.area,
        known_orders.payment_method,
        known_orders.product_category,
        known_orders.payment_methods_count,
        known_orders.installments_count,
        known_orders.items_count,
        known_orders.sellers_count,
        known_orders.weight_kg,
        known_orders.volume_litres,
        known_orders.price_amount,
        known_orders.freight_amount,
        known_routes.seller_area,
        known_routes.route,
        coalesce(known_orders.partner_id, questions.partner_id) as partner_id,
        coalesce(known_routes.distance_km, questions.distance_km) as distance_km,
        questions.ordered_at at time zone %(timezone)s as ordered_time,
        questions.promised_at at time zone %(timezone)s as promised_time,
        extract(epoch from questions.promised_at - questions.ordered_at) / 86400
            as promised_total_days,
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
)

select
    question_rows.day,
    question_rows.night,
    question_rows.order_id,
    question_rows.promised_at,
    question_rows.promised_date,
    question_rows.seller_id,
    question_rows.partner_id,
    question_rows.area,
    question_rows.seller_area,
    question_rows.route,
    question_rows.product_category,
    question_rows.payment_method,
    question_rows.payment_methods_count,
    question_rows.installments_count,
    question_rows.items_count,
    question_rows.sellers_count,
    question_rows.weight_kg,
    question_rows.volume_litres,
    question_rows.price_amount,
    question_rows.freight_amount,
    question_rows.distance_km,
    question_rows.promised_total_days,
    question_rows.slot_hours,
    greatest(0, due.working_days - placed.working_days) as promised_working_days,
    greatest(0, due.holidays - placed.holidays) as promised_holidays,
    question_rows.day - partners.hired_date as partner_tenure_days,
    (lower(partners.vehicle) in ('bike', 'bicycle'))::integer as partner_is_cyclist,
    extract(isodow from question_rows.promised_time) as promised_weekday,
    extract(hour from question_rows.promised_time) as promised_hour,
    extract(isodow from question_rows.ordered_time) as ordered_weekday,
    extract(hour from question_rows.ordered_time) as ordered_hour
from question_rows
inner join dates as due on question_rows.promised_date - 1 = due.date
inner join dates as placed on question_rows.ordered_time::date = placed.date
left join silver.partners_versions as partners
    on
        question_rows.partner_id = partners.partner_id
        and question_rows.known_day >= partners.known_from
        and question_rows.known_day < coalesce(partners.known_to, 'infinity');

analyze facts;
