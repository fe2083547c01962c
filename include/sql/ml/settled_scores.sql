-- ml/settled_scores: the served probabilities of every order whose promise fell due since a day,
-- night by night, beside what became of it by the evening. Reads ml.delay_scores; the temporary
-- table labels. These are the rows that a training on the evening would be tested on.
select
    scores.day,
    scores.order_id,
    scores.probability,
    labels.is_positive::integer as is_positive
from ml.delay_scores as scores
inner join labels
    on scores.day = labels.day and scores.order_id = labels.order_id
where
    scores.model = %(model)s
    and labels.is_positive is not null
    and labels.promised_at >= %(from_day)s::date::timestamp at time zone %(timezone)s
order by scores.day, scores.order_id;
