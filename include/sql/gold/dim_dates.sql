-- gold.dim_dates: one row per local date, from the first order or spend to the newest published
-- day. Reads first_dates.
delete from gold.dim_dates
where
    dim_dates.date > %(as_of)s::date
    or dim_dates.date < (select first_dates.first_date from first_dates);

insert into gold.dim_dates (date, weekday, week, month, quarter, year, is_weekend)
with
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
