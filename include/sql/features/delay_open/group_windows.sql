-- features/delay_open/group_windows: one row per group and night with an open order of it.
-- Step 7 of 9. Reads the temporary tables of the steps before: events of the last 7, 30 and
-- 90 days, the night itself included.
create temporary table group_windows on commit drop as
with probes as (
    select distinct
        groups.group_kind,
        groups.group_id,
        progress.day
    from progress
    cross join lateral (
        values
        ('seller', progress.seller_id),
        ('partner', progress.partner_id),
        ('area', progress.area),
        ('route', progress.route),
        ('network', '')
    ) as groups (group_kind, group_id)
    where groups.group_id is not null
),

sparse_days as (
    select
        group_kind,
        group_id,
        day,
        promised,
        late,
        handed,
        handed_seconds,
        moved,
        moved_seconds,
        moved_squares,
        false as is_probe
    from group_days
    union all
    select group_kind, group_id, day, 0, 0, 0, 0, 0, 0, 0, true from probes
),

windows as (
    select
        group_kind,
        group_id,
        day,
        is_probe,
        sum(promised) over last_7 as promised_7d,
        sum(promised) over last_30 as promised_30d,
        sum(promised) over last_90 as promised_90d,
        sum(late) over last_7 as late_7d,
        sum(late) over last_30 as late_30d,
        sum(late) over last_90 as late_90d,
        sum(handed) over last_7 as handed_7d,
        sum(handed) over last_30 as handed_30d,
        sum(handed) over last_90 as handed_90d,
        sum(handed_seconds) over last_7 as handed_seconds_7d,
        sum(handed_seconds) over last_30 as handed_seconds_30d,
        sum(handed_seconds) over last_90 as handed_seconds_90d,
        sum(moved) over last_7 as moved_7d,
        sum(moved) over last_30 as moved_30d,
        sum(moved) over last_90 as moved_90d,
        sum(moved_seconds) over last_7 as moved_seconds_7d,
        sum(moved_seconds) over last_30 as moved_seconds_30d,
        sum(moved_seconds) over last_90 as moved_seconds_90d,
        sum(moved_squares) over last_90 as moved_squares_90d
    from sparse_days
    window
        groups_by_day as (partition by group_kind, group_id order by day),
        last_7 as (groups_by_day range between interval '6 days' preceding and current row),
        last_30 as (groups_by_day range between interval '29 days' preceding and current row),
        last_90 as (groups_by_day range between interval '89 days' preceding and current row)
)

select
    group_kind,
    group_id,
    day,
    promised_7d,
    promised_30d,
    promised_90d,
    late_7d,
    late_30d,
    late_90d,
    handed_7d,
    handed_30d,
    handed_90d,
    handed_seconds_7d,
    handed_seconds_30d,
    handed_seconds_90d,
    moved_7d,
    moved_30d,
    moved_90d,
    moved_seconds_7d,
    moved_seconds_30d,
    moved_seconds_90d,
    moved_squares_90d
from windows
where is_probe;

analyze group_windows;
