-- features/delay_open/progress: one row per question: how far the order has come by the night.
-- Reads questions, known_orders, dates. A seller's deadline follows from the payment's approval: it
-- is not known before.
create temporary table progress on commit drop as
with question_rows as (
    select
        questions.day,
        questions.night,
        questions.order_id,
        questions.promised_date,
        questions.approved_at,
        questions.handed_over_at,
        extract(
            epoch from
            questions.night_end - coalesce(questions.approved_at, questions.ordered_at)
        ) / 86400 as days_since_approval,
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
    question_rows.day,
    question_rows.order_id,
    question_rows.days_to_promise,
    question_rows.order_age_days,
    question_rows.days_since_approval,
    question_rows.approval_hours,
    question_rows.days_since_handover,
    question_rows.handover_delay_days,
    question_rows.order_age_days / question_rows.promised_total_days as share_of_promise_used,
    (question_rows.approved_at is not null)::integer as is_approved,
    (question_rows.handed_over_at is not null)::integer as is_handed_over,
    case
        when question_rows.approved_at is not null and question_rows.handed_over_at is null
            then question_rows.days_to_handover_due
    end as days_to_handover_due,
    due.working_days - tonight.working_days as working_days_to_promise,
    due.holidays - tonight.holidays as holidays_to_promise
from question_rows
inner join dates as due on question_rows.promised_date - 1 = due.date
inner join dates as tonight on question_rows.night = tonight.date;

analyze progress;
