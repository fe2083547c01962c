-- report/worst_areas: the three areas with the most late orders among those promised for the day.
-- Reads gold.fact_orders. Late means delivered late or still open after the promise; `damage_share`
-- is the part of all late orders.
with promised as (
    select
        coalesce(nullif(area, ''), '(no area)') as area,
        is_late or is_overdue as is_damage
    from gold.fact_orders
    where
        promised_date = %(day)s::date
        and (is_late is not null or is_overdue)
),

areas as (
    select
        area,
        count(*) as promised_orders_count,
        count(*) filter (where is_damage) as late_orders_count
    from promised
    group by area
)

select
    area,
    late_orders_count,
    promised_orders_count,
    late_orders_count / sum(late_orders_count) over ()::float8 as damage_share
from areas
where late_orders_count > 0
order by late_orders_count desc, area asc
limit 3
