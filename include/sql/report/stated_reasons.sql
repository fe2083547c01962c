-- report/stated_reasons: the delay reasons stated for late deliveries, over a range of days.
-- Reads gold.fact_orders: orders promised in the range, delivered late, and that by the last day.
with late as (
    select
        delay_minutes::float8 as delay_minutes,
        nullif(delay_reason, '') as delay_reason
    from gold.fact_orders
    where
        promised_date between %(first_day)s::date and %(day)s::date
        and delivered_date <= %(day)s::date
        and is_late
)

select
    coalesce(delay_reason, '(not stated)') as reason,
    delay_reason is not null as is_stated,
    count(*) as late_orders_count,
    sum(count(*)) over ()::bigint as all_late_orders_count,
    avg(delay_minutes) as average_delay_minutes
from late
group by delay_reason
order by late_orders_count desc, reason asc
