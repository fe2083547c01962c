-- features/delay/group_windows: one row per group and day of group_days: its events of the last
-- 1, 7, 30 and 90 days, the day itself included.
create temporary table group_windows on commit drop as
select
    group_kind,
    group_id,
    day,
    has_question,
    sum(promised) over this_day as promised_1d,
    sum(promised) over last_7 as promised_7d,
    sum(promised) over last_30 as promised_30d,
    sum(promised) over last_90 as promised_90d,
    sum(late) over this_day as late_1d,
    sum(late) over last_7 as late_7d,
    sum(late) over last_30 as late_30d,
    sum(late) over last_90 as late_90d,
    sum(approved) over last_7 as approved_7d,
    sum(approved) over last_30 as approved_30d,
    sum(approved) over last_90 as approved_90d,
    sum(approved_seconds) over last_7 as approved_seconds_7d,
    sum(approved_seconds) over last_30 as approved_seconds_30d,
    sum(approved_seconds) over last_90 as approved_seconds_90d,
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
    sum(moved_squares) over last_90 as moved_squares_90d,
    sum(arrived) over last_7 as arrived_7d,
    sum(arrived) over last_30 as arrived_30d,
    sum(arrived) over last_90 as arrived_90d,
    sum(margin_seconds) over last_7 as margin_seconds_7d,
    sum(margin_seconds) over last_30 as margin_seconds_30d,
    sum(margin_seconds) over last_90 as margin_seconds_90d,
    sum(door_seconds) over last_30 as door_seconds_30d,
    sum(door_seconds) over last_90 as door_seconds_90d
from group_days
window
    groups_by_day as (partition by group_kind, group_id order by day),
    this_day as (groups_by_day range between current row and current row),
    last_7 as (groups_by_day range between interval '6 days' preceding and current row),
    last_30 as (groups_by_day range between interval '29 days' preceding and current row),
    last_90 as (groups_by_day range between interval '89 days' preceding and current row);

analyze group_windows;
