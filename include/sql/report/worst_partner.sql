-- report/worst_partner: the partner with the most late orders promised in the last seven days.
-- Reads gold.fact_orders. `expected_late_count` is what the partner would have had at the rate of
-- all others, so that a partner with many orders is not blamed for them.
with settled as (
    select
        partner_id,
        (is_late or is_overdue) as is_damage
    from gold.fact_orders
    where
        promised_date between %(day)s::date - 6 and %(day)s::date
        and (is_late is not null or is_overdue)
),

overall as (
    select avg(is_damage::int)::float8 as late_rate
    from settled
)

select
    settled.partner_id,
    count(*) as promised_orders_count,
    count(*) filter (where settled.is_damage) as late_orders_count,
    count(*) * overall.late_rate as expected_late_count
from settled
cross join overall
where settled.partner_id is not null
group by settled.partner_id, overall.late_rate
having count(*) filter (where settled.is_damage) >= 5
order by
    count(*) filter (where settled.is_damage) - count(*) * overall.late_rate desc,
    settled.partner_id asc
limit 1
