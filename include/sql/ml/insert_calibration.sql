-- ml/insert_calibration: expected and observed late orders by band of probability, as known on the
-- day, over the nights before it. Reads ml.delay_scores; the temporary table labels (with the
-- outcomes known). `band_edges` are the lower bounds of the bands.
insert into ml.calibration (
    known_by, model, band_from, band_to, settled_orders_count, expected_late_orders_count,
    late_orders_count
)
with settled as (
    select
        scores.probability,
        labels.is_positive as is_late,
        width_bucket(scores.probability, %(band_edges)s::double precision[]) as band
    from ml.delay_scores as scores
    inner join labels
        on scores.day = labels.day and scores.order_id = labels.order_id
    where
        scores.model = %(model)s
        and labels.is_positive is not null
        and scores.day between %(day)s::date - 28 and %(day)s::date - 1
)

select
    %(day)s::date as known_by,
    %(model)s as model,
    (%(band_edges)s::double precision[])[band] as band_from,
    coalesce((%(band_edges)s::double precision[])[band + 1], 1) as band_to,
    count(*) as settled_orders_count,
    sum(probability) as expected_late_orders_count,
    count(*) filter (where is_late) as late_orders_count
from settled
group by band;
