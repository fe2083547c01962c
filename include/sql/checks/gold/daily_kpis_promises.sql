-- #fail: A date's late orders differ from gold.fact_orders.
-- Reads every order: an order that became overdue unnoticed shows here.
with
promised as (
    select
        fact_orders.promised_date as date,
        count(*) filter (where fact_orders.is_late or fact_orders.is_overdue) as late_orders_count
    from gold.fact_orders
    where
        (fact_orders.is_late or fact_orders.is_overdue)
        and fact_orders.promised_date <= %(as_of)s::date
    group by fact_orders.promised_date
)

select
    daily_kpis.date,
    daily_kpis.late_orders_count,
    promised.late_orders_count as late_orders_in_fact_orders
from gold.daily_kpis
left join promised on daily_kpis.date = promised.date
where daily_kpis.late_orders_count <> coalesce(promised.late_orders_count, 0);
