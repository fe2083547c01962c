-- report/segments: one row per segment of customers on the day, most revenue first, with the
-- customers who were in it 28 days before. Reads ml.segments, ml.segment_moves.
with moves as (
    select
        segment_before,
        segment,
        customers_count
    from ml.segment_moves
    where day = %(day)s::date
),

before as (
    select
        segment_before as segment,
        sum(customers_count) as customers_count
    from moves
    group by segment_before
)

select
    segments.segment,
    segments.title,
    segments.suggested_action,
    segments.customers_count,
    segments.revenue_amount,
    segments.settled_orders_count,
    segments.late_orders_count,
    coalesce(before.customers_count, 0)::integer as customers_before_count
from ml.segments
left join before on segments.segment = before.segment
where segments.day = %(day)s::date
order by
    segments.revenue_amount desc nulls last,
    segments.customers_count desc,
    segments.segment asc;
