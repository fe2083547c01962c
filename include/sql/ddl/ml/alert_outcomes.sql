-- ml.alert_outcomes: one row per night, model and evening by which its outcomes are known.
-- A night's row is written again on each of the evenings after it, so that a report of any day
-- reads what was known then.
create table if not exists ml.alert_outcomes (
    day date not null,
    model text not null,
    known_by date not null,
    version integer not null,
    scored_orders_count integer not null,
    settled_orders_count integer not null,
    late_orders_count integer not null,
    expected_late_orders_count double precision not null,
    brier double precision,
    alerts_count integer not null,
    hits_count integer not null,
    false_alarms_count integer not null,
    waiting_alerts_count integer not null,
    unanswered_alerts_count integer not null,
    expected_hits_count double precision not null,
    misses_count integer not null,
    alert_precision double precision,
    alert_recall double precision,
    capacity_count integer not null,
    capacity_precision double precision,
    median_lead_hours double precision,
    saving_amount numeric not null,
    missed_amount numeric not null,
    primary key (known_by, model, day),
    check (day <= known_by),
    check (late_orders_count = hits_count + misses_count),
    check (
        alerts_count
        = hits_count + false_alarms_count + waiting_alerts_count + unanswered_alerts_count
    )
);

comment on table ml.alert_outcomes is
'One row per night that a model served and evening: what became of its alerts by that evening.';
comment on column ml.alert_outcomes.day is 'Night that was scored.';
comment on column ml.alert_outcomes.model is 'Name of the models spec.';
comment on column ml.alert_outcomes.known_by is
'Business day on whose evening the outcomes were known as they stand here.';
comment on column ml.alert_outcomes.version is 'Version in the registry that served the night.';
comment on column ml.alert_outcomes.scored_orders_count is 'Open orders scored that night.';
comment on column ml.alert_outcomes.settled_orders_count is
'Scored orders whose promise has passed and whose outcome is known: the base of every rate.';
comment on column ml.alert_outcomes.late_orders_count is
'Settled orders delivered after the promise, or not delivered at all.';
comment on column ml.alert_outcomes.expected_late_orders_count is
'Sum of the probabilities of the settled orders: what the model expected to be late.';
comment on column ml.alert_outcomes.brier is
'Mean squared difference of probability and outcome over the settled orders; null without any.';
comment on column ml.alert_outcomes.alerts_count is 'Orders alerted that night.';
comment on column ml.alert_outcomes.hits_count is 'Alerts that came true: the order was late.';
comment on column ml.alert_outcomes.false_alarms_count is
'Alerts whose order came on time, also where somebody acted on the alert.';
comment on column ml.alert_outcomes.waiting_alerts_count is
'Alerts whose promise is still ahead of the evening.';
comment on column ml.alert_outcomes.unanswered_alerts_count is
'Alerts whose promise has passed without an outcome: cancelled, or delivered without a time.';
comment on column ml.alert_outcomes.expected_hits_count is
'Sum of the probabilities of the hits and false alarms: what the model expected to come true.';
comment on column ml.alert_outcomes.misses_count is 'Late orders scored that night, not alerted.';
comment on column ml.alert_outcomes.alert_precision is
'hits / (hits + false alarms); null without either.';
comment on column ml.alert_outcomes.alert_recall is 'hits / late orders; null without late ones.';
comment on column ml.alert_outcomes.capacity_count is 'Orders that can be acted on in a night.';
comment on column ml.alert_outcomes.capacity_precision is
'Late share of the settled ones among the night''s riskiest capacity_count orders, alerted or not.';
comment on column ml.alert_outcomes.median_lead_hours is
'Median hours from the night''s end to the promise, over the hits.';
comment on column ml.alert_outcomes.saving_amount is
'What expediting hits and false alarms saves by the spec''s money, less its cost.';
comment on column ml.alert_outcomes.missed_amount is
'What the missed late orders cost by the spec''s money.';
