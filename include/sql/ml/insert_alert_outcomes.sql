-- ml/insert_alert_outcomes: what became of the alerts of the last nights, as known on the day.
-- Reads ml.served_models, ml.delay_scores; the temporary tables questions (of every scored order)
-- and labels (with the outcomes known), which the spec's label query defines.
insert into ml.alert_outcomes (
    day, model, known_by, version, scored_orders_count, settled_orders_count, late_orders_count,
    expected_late_orders_count, brier, alerts_count, hits_count, false_alarms_count,
    waiting_alerts_count, unanswered_alerts_count, expected_hits_count, misses_count,
    alert_precision, alert_recall, capacity_count, capacity_precision, median_lead_hours,
    saving_amount, missed_amount
)
with nights as (
    select
        day,
        version,
        (day + 1)::timestamp at time zone %(timezone)s as night_end
    from ml.served_models
    where
        model = %(model)s
        and day between %(day)s::date - %(history_nights)s::integer and %(day)s::date
),

ranked as (
    select
        day,
        order_id,
        probability,
        is_alerted,
        row_number() over (partition by day order by probability desc, order_id asc) as place
    from ml.delay_scores
    where
        model = %(model)s
        and day between %(day)s::date - %(history_nights)s::integer and %(day)s::date
),

outcomes as (
    select
        ranked.day,
        ranked.probability,
        ranked.is_alerted,
        ranked.place <= %(alerts_per_night)s::integer as is_within_capacity,
        labels.is_positive as is_late,
        questions.promised_at
        > (%(day)s::date + 1)::timestamp at time zone %(timezone)s as is_waiting,
        extract(epoch from questions.promised_at - nights.night_end) / 3600 as lead_hours
    from ranked
    inner join nights on ranked.day = nights.day
    left join questions on ranked.day = questions.day and ranked.order_id = questions.order_id
    left join labels on ranked.day = labels.day and ranked.order_id = labels.order_id
),

counts as (
    select
        day,
        count(*) as scored,
        count(is_late) as settled,
        count(*) filter (where is_late) as late,
        sum(probability) filter (where is_late is not null) as expected_late,
        avg((probability - is_late::integer) ^ 2) as brier,
        count(*) filter (where is_alerted) as alerts,
        count(*) filter (where is_alerted and is_late) as hits,
        count(*) filter (where is_alerted and not is_late) as false_alarms,
        count(*) filter (where is_alerted and is_waiting) as waiting,
        sum(probability) filter (where is_alerted and is_late is not null) as expected_hits,
        avg(is_late::integer) filter (where is_within_capacity) as capacity_precision,
        percentile_cont(0.5) within group (order by lead_hours)
        filter (where is_alerted and is_late) as median_lead_hours
    from outcomes
    group by day
)

select
    nights.day,
    %(model)s as model,
    %(day)s::date as known_by,
    nights.version,
    coalesce(counts.scored, 0) as scored_orders_count,
    coalesce(counts.settled, 0) as settled_orders_count,
    coalesce(counts.late, 0) as late_orders_count,
    coalesce(counts.expected_late, 0) as expected_late_orders_count,
    counts.brier,
    coalesce(counts.alerts, 0) as alerts_count,
    coalesce(counts.hits, 0) as hits_count,
    coalesce(counts.false_alarms, 0) as false_alarms_count,
    coalesce(counts.waiting, 0) as waiting_alerts_count,
    coalesce(counts.alerts - counts.hits - counts.false_alarms - counts.waiting, 0)
        as unanswered_alerts_count,
    coalesce(counts.expected_hits, 0) as expected_hits_count,
    coalesce(counts.late - counts.hits, 0) as misses_count,
    counts.hits::double precision / nullif(counts.hits + counts.false_alarms, 0) as alert_precision,
    counts.hits::double precision / nullif(counts.late, 0) as alert_recall,
    %(alerts_per_night)s::integer as capacity_count,
    counts.capacity_precision,
    counts.median_lead_hours,
    coalesce(
        counts.hits * %(expedite_success)s::numeric * %(late_amount)s::numeric
        - (counts.hits + counts.false_alarms) * %(expedite_amount)s::numeric, 0
    ) as saving_amount,
    coalesce((counts.late - counts.hits) * %(late_amount)s::numeric, 0) as missed_amount
from nights
left join counts on nights.day = counts.day;
