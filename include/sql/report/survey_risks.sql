-- report/survey_risks: the twelve surveys of the night most likely to come back with few stars,
-- with their first reason; surveys_count and expected_count are of all of the night.
-- Reads ml.delay_scores, ml.delay_reasons.
select
    scores.order_id,
    scores.probability,
    coalesce(reasons.sentence, '') as reason,
    count(*) over () as surveys_count,
    sum(scores.probability) over () as expected_count
from ml.delay_scores as scores
left join ml.delay_reasons as reasons
    on
        scores.day = reasons.day
        and scores.model = reasons.model
        and scores.order_id = reasons.order_id
        and reasons.rank = 1
where scores.day = %(day)s::date and scores.model = %(model)s
order by scores.probability desc, scores.order_id asc
limit 12
