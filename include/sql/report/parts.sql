-- report/parts: late orders by area, seller, partner, weekday and hour, for ranges of days.
-- Reads gold.fact_orders: orders promised in the range that came, or should have come.
with settled as (
    select
        promised_date,
        area,
        seller_id,
        partner_id,
        extract(isodow from promised_date)::text as weekday,
        to_char(promised_at at time zone %(timezone)s, 'HH24') as hour_of_day,
        (is_late or is_overdue)::int as is_damage,
        case when is_late and delivered_date <= %(day)s::date then delay_minutes::float8 end
            as delay_minutes
    from gold.fact_orders
    where
        promised_date between %(day)s::date - 364 and %(day)s::date
        and (is_late is not null or is_overdue)
),

ranges as (
    select unnest(%(ranges)s::integer[]) as range_days
),

parts as (
    select
        ranges.range_days,
        part.dimension,
        part.part_key,
        settled.is_damage,
        settled.delay_minutes
    from settled
    inner join ranges
        on settled.promised_date > %(day)s::date - ranges.range_days
    cross join lateral (
        values
        ('area', settled.area),
        ('seller', settled.seller_id),
        ('partner', settled.partner_id),
        ('weekday', settled.weekday),
        ('hour', settled.hour_of_day)
    ) as part (dimension, part_key)
)

select
    range_days,
    dimension,
    part_key,
    count(*) as promised_orders_count,
    sum(is_damage) as late_orders_count,
    avg(delay_minutes) as average_delay_minutes
from parts
where part_key <> ''
group by range_days, dimension, part_key
order by range_days, dimension, part_key
