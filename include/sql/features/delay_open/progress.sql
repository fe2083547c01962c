-- features/delay_open/progress: one row per question: how far the order has come by the night.
-- Reads questions, known_orders.
create temporary table progress on commit drop as
with question_rows as (
    select
        questions.day,
        questions.order_id,
        questions.promised_date,
        questions.approved_at,
        questions.handed_over_at,
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
            as handover_delay_days
    from questions
    inner join known_orders
        on
            questions.order_id = known_orders.order_id
            and questions.known_day = known_orders.known_day
)

select
    day,
    order_id,
    days_to_promise,
    order_age_days,
    approval_hours,
    days_since_handover,
    handover_delay_days,
    order_age_days / promised_total_days as share_of_promise_used,
    (approved_at is not null)::integer as is_approved,
    (handed_over_at is not null)::integer as is_handed_over,
    case when handed_over_at is null then days_to_handover_due end as days_to_handover_due,
    (promised_date - date '2000-01-03') / 7 * 5
    + least(mod(promised_date - date '2000-01-03', 7), 5)
    - (day - date '2000-01-02') / 7 * 5 - least(mod(day - date '2000-01-02', 7), 5)
        as working_days_to_promise
from question_rows;

analyze progress;
