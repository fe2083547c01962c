-- ml/insert_counterfactuals: one row per alerted order and way out, given as a JSON array.
insert into ml.counterfactuals (
    day, model, version, order_id, place, actions, amounts, units, probability_before,
    probability_after, sentence
)
select
    %(day)s::date as day,
    %(model)s as model,
    %(version)s::integer as version,
    found.order_id,
    found.place,
    found.actions,
    found.amounts,
    found.units,
    found.probability_before,
    found.probability_after,
    found.sentence
from
    jsonb_to_recordset(%(rows)s::jsonb) as found (
        order_id text,
        place integer,
        actions text[],
        amounts double precision[],
        units text[],
        probability_before double precision,
        probability_after double precision,
        sentence text
    );
