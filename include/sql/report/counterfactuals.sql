-- report/counterfactuals: what would bring each alerted order under the threshold, by the model.
-- Reads ml.counterfactuals; an order without a way out has one row that says so.
select
    order_id,
    sentence
from ml.counterfactuals
where
    day = %(day)s::date
    and model = %(model)s
order by order_id, place
