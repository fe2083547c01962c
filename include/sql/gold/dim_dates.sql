-- gold.dim_dates: one row per local date, from the first order to the newest published day.
-- Reads gold.fact_orders for the first date; without any order the calendar is the newest day.
delete from gold.dim_dates
where
    dim_dates.date > %(as_of)s::date
    or dim_dates.date < coalesce(
        (select min(fact_orders.ordered_date) from gold.fact_orders),
        %(as_of)s::date
    );

insert into gold.dim_dates (date, weekday, week, month, quarter, year, is_weekend)
with
first_dates as (
    select least(min(fact_orders.ordered_date), %(as_of)s::date) as first_date
    from gold.fact_orders
),

dates as (
    select first_dates.first_date + steps.step as date
    from first_dates
    cross join
        lateral generate_series(0, %(as_of)s::date - first_dates.first_date) as steps (step)
)

select
    dates.date,
    extract(isodow from dates.date) as weekday,
    extract(week from dates.date) as week,
    extract(month from dates.date) as month,
    extract(quarter from dates.date) as quarter,
    extract(year from dates.date) as year,
    extract(isodow from dates.date) >= 6 as is_weekend
from dates
left join gold.dim_dates on dates.date = dim_dates.date
where dim_dates.date is null;
