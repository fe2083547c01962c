-- features/late_orders/backlog: one row per night, grain, group and horizon: the open orders that
-- were scored that night and fall due within the horizon, and the sum of their probabilities.
-- Reads due_orders, ml.delay_scores. Nights without scores have no row.
select
    scores.day,
    grains.grain,
    grains.group_key,
    horizons.horizon_days,
    count(*)::float8 as orders_count,
    sum(scores.probability)::float8 as expected
from ml.delay_scores as scores
inner join due_orders on scores.order_id = due_orders.order_id
cross join unnest(%(horizons)s::integer[]) as horizons (horizon_days)
cross join
    lateral (
        values
        ('all', 'all'),
        ('area', due_orders.area),
        ('seller_group', due_orders.seller_group)
    ) as grains (grain, group_key)
where
    scores.model = %(model)s
    and scores.day between %(from_day)s::date and %(day)s::date
    and due_orders.due_date > scores.day
    and due_orders.due_date <= scores.day + horizons.horizon_days
group by scores.day, grains.grain, grains.group_key, horizons.horizon_days
order by scores.day, grains.grain, grains.group_key, horizons.horizon_days;
