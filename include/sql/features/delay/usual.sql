-- features/delay/usual: one row per group and night of a question: its usual rates and times.
-- Reads group_windows. Few events tell little: rates lean on 20 imaginary orders of the network's
-- last 30 days, times on 5 of its last 90. No spread is told before anything has arrived.
create temporary table usual on commit drop as
with networks as (
    select
        day,
        late_30d::double precision / nullif(promised_30d, 0) as late_rate,
        approved_seconds_90d / 3600.0::double precision / nullif(approved_90d, 0) as approval_hours,
        handed_seconds_90d / 86400.0::double precision / nullif(handed_90d, 0) as handover_days,
        moved_seconds_90d / 86400.0::double precision / nullif(moved_90d, 0) as transit_days,
        margin_seconds_90d / 86400.0::double precision / nullif(arrived_90d, 0) as margin_days,
        door_seconds_90d / 86400.0::double precision / nullif(arrived_90d, 0) as door_days,
        (moved_squares_90d - moved_seconds_90d * moved_seconds_90d / nullif(moved_90d, 0))
        / nullif(moved_90d, 0) as transit_variance
    from group_windows
    where group_kind = 'network'
)

select
    windows.group_kind,
    windows.group_id,
    windows.day,
    windows.handed_30d / 30.0::double precision as handed_per_day,
    windows.moved_30d / 30.0::double precision as moved_per_day,
    windows.promised_30d / 30.0::double precision as promised_per_day,
    (windows.late_1d + 20 * networks.late_rate) / (windows.promised_1d + 20) as late_rate_1d,
    (windows.late_7d + 20 * networks.late_rate) / (windows.promised_7d + 20) as late_rate_7d,
    (windows.late_30d + 20 * networks.late_rate) / (windows.promised_30d + 20) as late_rate_30d,
    (windows.late_90d + 20 * networks.late_rate) / (windows.promised_90d + 20) as late_rate_90d,
    (windows.approved_seconds_7d / 3600 + 5 * networks.approval_hours)
    / (windows.approved_7d + 5) as approval_hours_7d,
    (windows.approved_seconds_30d / 3600 + 5 * networks.approval_hours)
    / (windows.approved_30d + 5) as approval_hours_30d,
    (windows.handed_seconds_7d / 86400 + 5 * networks.handover_days)
    / (windows.handed_7d + 5) as handover_days_7d,
    (windows.handed_seconds_30d / 86400 + 5 * networks.handover_days)
    / (windows.handed_30d + 5) as handover_days_30d,
    (windows.handed_seconds_90d / 86400 + 5 * networks.handover_days)
    / (windows.handed_90d + 5) as handover_days_90d,
    (windows.moved_seconds_7d / 86400 + 5 * networks.transit_days)
    / (windows.moved_7d + 5) as transit_days_7d,
    (windows.moved_seconds_30d / 86400 + 5 * networks.transit_days)
    / (windows.moved_30d + 5) as transit_days_30d,
    (windows.moved_seconds_90d / 86400 + 5 * networks.transit_days)
    / (windows.moved_90d + 5) as transit_days_90d,
    (windows.margin_seconds_7d / 86400 + 5 * networks.margin_days)
    / (windows.arrived_7d + 5) as margin_days_7d,
    (windows.margin_seconds_30d / 86400 + 5 * networks.margin_days)
    / (windows.arrived_30d + 5) as margin_days_30d,
    (windows.door_seconds_30d / 86400 + 5 * networks.door_days)
    / (windows.arrived_30d + 5) as door_days_30d,
    case
        when networks.transit_variance is not null
            then sqrt(greatest(0, (
                coalesce(
                    windows.moved_squares_90d
                    - windows.moved_seconds_90d * windows.moved_seconds_90d
                    / nullif(windows.moved_90d, 0),
                    0
                )
                + 5 * networks.transit_variance
            ) / (windows.moved_90d + 5))) / 86400
    end as transit_spread_days_90d
from group_windows as windows
inner join networks on windows.day = networks.day
where windows.has_question;

analyze usual;
