-- features/review_risk/rating_windows: one row per question and group: the reviews answered in the
-- last 90 and 365 days, the day itself included, and how many of them had few stars.
-- Reads answers, line_facts.
create temporary table rating_windows on commit drop as
with asked as (
    select
        day,
        order_id,
        seller_id,
        product_id,
        product_category,
        area
    from line_facts
),

asked_groups as (
    select
        asked.day,
        asked.order_id,
        memberships.group_kind,
        memberships.group_id
    from asked
    cross join
        lateral (
            values
            ('seller', asked.seller_id),
            ('product', asked.product_id),
            ('category', asked.product_category),
            ('area', asked.area),
            ('network', '')
        ) as memberships (group_kind, group_id)
),

group_days as (
    select
        group_kind,
        group_id,
        day,
        count(*) as answered,
        sum(is_bad) as bad
    from answers
    group by group_kind, group_id, day
    union all
    select distinct
        group_kind,
        group_id,
        day,
        0 as answered,
        0 as bad
    from asked_groups
),

windows as (
    select
        group_kind,
        group_id,
        day,
        sum(answered) over last_90 as answered_90d,
        sum(bad) over last_90 as bad_90d,
        sum(answered) over last_365 as answered_365d,
        sum(bad) over last_365 as bad_365d
    from group_days
    window
        groups_by_day as (partition by group_kind, group_id order by day),
        last_90 as (groups_by_day range between interval '89 days' preceding and current row),
        last_365 as (groups_by_day range between interval '364 days' preceding and current row)
)

select distinct
    asked_groups.day,
    asked_groups.order_id,
    asked_groups.group_kind,
    windows.answered_90d,
    windows.bad_90d,
    windows.answered_365d,
    windows.bad_365d
from asked_groups
inner join windows
    on
        asked_groups.group_kind = windows.group_kind
        and asked_groups.group_id = windows.group_id
        and asked_groups.day = windows.day;

analyze rating_windows;
