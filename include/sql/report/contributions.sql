-- report/contributions: contribution and value of each feature for at most 240 explained orders.
-- Reads ml.delay_reasons, ml.features_delay_open. The orders are drawn by a hash of their id, so
-- that a re-run draws the same ones.
with drawn as (
    select distinct
        model,
        order_id,
        md5(order_id) as draw
    from ml.delay_reasons
    where
        day = %(day)s::date
        and model = %(model)s
    order by draw
    limit 240
),

features as materialized (
    select distinct on (features_delay_open.order_id)
        features_delay_open.order_id,
        to_jsonb(features_delay_open) as feature_values
    from ml.features_delay_open
    inner join drawn
        on features_delay_open.order_id = drawn.order_id
    where features_delay_open.day = %(day)s::date
    order by features_delay_open.order_id asc, features_delay_open.feature_version desc
)

select
    reasons.order_id,
    reasons.feature,
    reasons.contribution,
    case
        when jsonb_typeof(features.feature_values -> reasons.feature) = 'number'
            then (features.feature_values ->> reasons.feature)::float8
    end as value,
    case
        when jsonb_typeof(features.feature_values -> reasons.feature) = 'string'
            then features.feature_values ->> reasons.feature
    end as value_text
from ml.delay_reasons as reasons
inner join drawn
    on
        reasons.model = drawn.model
        and reasons.order_id = drawn.order_id
left join features
    on reasons.order_id = features.order_id
where
    reasons.day = %(day)s::date
    and reasons.feature = any(%(features)s::text[])
order by reasons.feature, md5(reasons.order_id)
