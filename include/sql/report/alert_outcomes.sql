-- report/alert_outcomes: what became of the alerts of each of the 28 nights before the day, newest
-- first, as the newest evening up to the day knew it. Reads ml.alert_outcomes.
with newest as (
    select max(known_by) as known_by
    from ml.alert_outcomes
    where
        known_by <= %(day)s::date
        and model = %(model)s
)

select
    outcomes.day,
    outcomes.known_by,
    outcomes.alerts_count,
    outcomes.hits_count,
    outcomes.false_alarms_count,
    outcomes.waiting_alerts_count,
    outcomes.unanswered_alerts_count,
    outcomes.expected_hits_count,
    outcomes.misses_count,
    outcomes.alert_precision,
    outcomes.capacity_precision,
    outcomes.median_lead_hours,
    outcomes.saving_amount
from ml.alert_outcomes as outcomes
inner join newest on outcomes.known_by = newest.known_by
where
    outcomes.model = %(model)s
    and outcomes.day between %(day)s::date - 28 and %(day)s::date - 1
order by outcomes.day desc
