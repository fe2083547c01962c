-- first_dates: one row, the first date of the calendar: that of the first order or spend.
-- Reads gold.fact_orders and gold.marketing_performance, by index. Without a row in either it is
-- the newest published day.
create temporary table first_dates on commit drop as
select
    least(
        (select min(fact_orders.ordered_date) from gold.fact_orders),
        (select min(marketing_performance.date) from gold.marketing_performance),
        %(as_of)s::date
    ) as first_date;
