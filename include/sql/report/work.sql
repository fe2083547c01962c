-- report/work: one row: what is waiting to be done on the morning after the day.
-- Reads gold.fact_orders, ml.delay_scores, ops.load_ledger. An overdue order is
-- past its promise and was open at the end of the day, as gold.fact_orders.is_overdue has it, or
-- was delivered later; older ones than a month are counted apart: nobody can still save them.
with overdue as (
    select
        count(*) filter (where promised_date > %(day)s::date - 30) as overdue_orders_count,
        count(*) filter (where promised_date = %(day)s::date) as overdue_today_count,
        count(*) filter (where promised_date <= %(day)s::date - 30) as lost_orders_count
    from gold.fact_orders
    where
        promised_date <= %(day)s::date
        and not is_cancelled
        and (is_overdue or delivered_date > %(day)s::date)
),

scores as (
    select
        count(*) as scored_orders_count,
        count(*) filter (where band = 'high') as high_risk_count,
        count(*) filter (where is_alerted) as alerted_orders_count,
        sum(probability)::float8 as expected_late_count,
        sum(expected_saving_amount) filter (where is_alerted) as expected_saving_amount
    from ml.delay_scores
    where
        day = %(day)s::date
        and model = %(model)s
),

ledger as (
    select
        count(*) as files_count,
        coalesce(sum(rows_read), 0)::bigint as rows_read,
        coalesce(sum(rows_quarantined), 0)::bigint as rows_quarantined
    from ops.load_ledger
    where day = %(day)s::date
)

select
    overdue.overdue_orders_count,
    overdue.overdue_today_count,
    overdue.lost_orders_count,
    scores.scored_orders_count,
    scores.high_risk_count,
    scores.alerted_orders_count,
    scores.expected_late_count,
    scores.expected_saving_amount,
    ledger.files_count,
    ledger.rows_read,
    ledger.rows_quarantined
from overdue
cross join scores
cross join ledger
