-- report/scorecards: one row per partner and per seller: its orders and late orders by week.
-- Reads gold.fact_orders: orders promised in the two windows of `nights` nights up to the day that
-- came, or should have come; gold.dim_partners, gold.dim_sellers for the names. Week 0 is the
-- newest; weeks without orders are missing from the arrays.
with settled as (
    select
        partner_id,
        seller_id,
        (%(day)s::date - promised_date) / 7 as week,
        (is_late or is_overdue)::integer as is_damage
    from gold.fact_orders
    where
        promised_date between %(day)s::date - 2 * %(nights)s::integer + 1 and %(day)s::date
        and (is_late is not null or is_overdue)
),

weeks as (
    select
        unit.kind,
        unit.unit_id,
        settled.week,
        count(*) as orders_count,
        sum(settled.is_damage) as late_orders_count
    from settled
    cross join
        lateral (
            values
            ('partner', settled.partner_id),
            ('seller', settled.seller_id)
        ) as unit (kind, unit_id)
    where unit.unit_id <> ''
    group by unit.kind, unit.unit_id, settled.week
)

select
    weeks.kind,
    weeks.unit_id,
    coalesce(partners.partner_name, sellers.seller_name) as unit_name,
    array_agg(weeks.week order by weeks.week) as weeks,
    array_agg(weeks.orders_count order by weeks.week) as orders_counts,
    array_agg(weeks.late_orders_count order by weeks.week) as late_orders_counts
from weeks
left join gold.dim_partners as partners
    on weeks.kind = 'partner' and weeks.unit_id = partners.partner_id
left join gold.dim_sellers as sellers
    on weeks.kind = 'seller' and weeks.unit_id = sellers.seller_id
group by weeks.kind, weeks.unit_id, partners.partner_name, sellers.seller_name
order by weeks.kind, weeks.unit_id
