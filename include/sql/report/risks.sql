-- report/risks: the probability of each order scored that night, riskiest first.
-- Reads ml.delay_scores.
select probability
from ml.delay_scores
where
    day = %(day)s::date
    and model = %(model)s
order by probability desc, order_id asc
