-- ml/insert_delay_reasons: one row per explained order and feature, given column by column.
insert into ml.delay_reasons (
    day, model, version, order_id, feature, feature_group, value, contribution, rank, sentence
)
select
    %(day)s::date as day,
    %(model)s as model,
    %(version)s::integer as version,
    order_id,
    feature,
    feature_group,
    value,
    contribution,
    rank,
    sentence
from unnest(
    %(entity)s::text[],
    %(feature)s::text[],
    %(feature_group)s::text[],
    %(value)s::text[],
    %(contribution)s::double precision[],
    %(rank)s::integer[],
    %(sentence)s::text[]
) as reasons (order_id, feature, feature_group, value, contribution, rank, sentence);
