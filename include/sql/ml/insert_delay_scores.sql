-- ml/insert_delay_scores: one row per open order of a night, given column by column.
insert into ml.delay_scores (
    day, model, version, order_id, probability, margin, band, is_alerted, expected_saving_amount
)
select
    %(day)s::date as day,
    %(model)s as model,
    %(version)s::integer as version,
    order_id,
    probability,
    margin,
    band,
    is_alerted,
    expected_saving_amount
from unnest(
    %(order_id)s::text[],
    %(probability)s::double precision[],
    %(margin)s::double precision[],
    %(band)s::text[],
    %(is_alerted)s::boolean[],
    %(expected_saving_amount)s::numeric[]
) as scores (order_id, probability, margin, band, is_alerted, expected_saving_amount);
