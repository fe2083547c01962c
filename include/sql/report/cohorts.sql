-- report/cohorts: one row per month of the first order and whole months since, 0 to `months`: the
-- customers of the cohort, how many ordered in that month, and how many had ordered again by its
-- end. Reads gold.fact_orders up to the day, without cancelled orders. Only months that have ended
-- on the day.
with kept as (
    select
        customer_id,
        order_id,
        ordered_at,
        date_trunc('month', ordered_date)::date as month
    from gold.fact_orders
    where not is_cancelled and ordered_date <= %(day)s::date and customer_id is not null
),

numbered as (
    select
        customer_id,
        month,
        row_number() over (partition by customer_id order by ordered_at, order_id) as order_number,
        min(month) over (partition by customer_id) as cohort
    from kept
),

recent as (
    select
        customer_id,
        cohort,
        order_number,
        (extract(year from month) - extract(year from cohort)) * 12
        + extract(month from month) - extract(month from cohort) as months_since
    from numbered
    where cohort >= date_trunc('month', %(day)s::date) - make_interval(months => %(months)s + 1)
),

sizes as (
    select
        cohort,
        count(distinct customer_id) as customers_count
    from recent
    group by cohort
),

by_month as (
    select
        cohort,
        months_since,
        count(distinct customer_id) as active_customers_count,
        count(*) filter (where order_number = 2) as second_orders_count
    from recent
    group by cohort, months_since
),

months as (
    select
        sizes.cohort,
        sizes.customers_count,
        since.months_since
    from sizes
    cross join generate_series(0, %(months)s::integer) as since (months_since)
    where
        sizes.cohort + make_interval(months => since.months_since + 1)
        <= %(day)s::date + interval '1 day'
)

select
    months.cohort,
    months.months_since,
    months.customers_count,
    coalesce(by_month.active_customers_count, 0) as active_customers_count,
    coalesce(
        sum(by_month.second_orders_count) over (
            partition by months.cohort order by months.months_since
        ), 0
    )::integer as returned_customers_count
from months
left join by_month
    on months.cohort = by_month.cohort and months.months_since = by_month.months_since
order by months.cohort, months.months_since;
