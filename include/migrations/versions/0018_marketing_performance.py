"""Keep what each campaign did by day, and show money and marketing side by side."""

from alembic import op

revision = "0018"
down_revision = "0017"

SPEND = """
alter table silver.marketing_spend_versions add column stated_roas numeric;
comment on column silver.marketing_spend_versions.stated_roas is
'ROAS as the source states it; never used as ROAS.';
create index if not exists marketing_spend_versions_spend_date
on silver.marketing_spend_versions (spend_date);

drop view silver.marketing_spend;
create view silver.marketing_spend as
select
    campaign_id,
    spend_date,
    channel,
    audience,
    campaign_name,
    impressions_count,
    clicks_count,
    conversions_count,
    spend_amount,
    attributed_revenue_amount,
    stated_roas,
    known_from
from silver.marketing_spend_versions
where known_to is null;
comment on view silver.marketing_spend is
'Every spend row as known now. Grain: one campaign, date, channel and audience.';
"""
PERFORMANCE = """
create table if not exists gold.marketing_performance (
    date date not null,
    channel text not null,
    campaign_id text not null,
    audience text not null,
    campaign_name text,
    spend_amount numeric,
    impressions_count bigint,
    clicks_count bigint,
    conversions_count bigint,
    attributed_revenue_amount numeric,
    stated_roas numeric,
    click_through_rate numeric,
    cost_per_click_amount numeric,
    conversion_rate numeric,
    attributed_roas numeric,
    primary key (date, channel, campaign_id, audience)
);

comment on table gold.marketing_performance is
'One row per date, channel, campaign and audience, up to the newest published day. What a source'
' does not tell is null; it knows no order, so nothing here is our revenue.';
comment on column gold.marketing_performance.date is 'Local date of the spend.';
comment on column gold.marketing_performance.channel is
'Channel; empty where the source names none.';
comment on column gold.marketing_performance.campaign_id is 'Campaign.';
comment on column gold.marketing_performance.audience is
'Audience; empty where the source names none.';
comment on column gold.marketing_performance.campaign_name is 'Name as the source spells it.';
comment on column gold.marketing_performance.spend_amount is 'Money spent.';
comment on column gold.marketing_performance.impressions_count is 'Times shown.';
comment on column gold.marketing_performance.clicks_count is 'Clicks.';
comment on column gold.marketing_performance.conversions_count is
'Conversions, as the channel counts them: not our orders.';
comment on column gold.marketing_performance.attributed_revenue_amount is
'Revenue that the channel claims; channels may claim one order twice.';
comment on column gold.marketing_performance.stated_roas is
'ROAS as the source states it, shown only to compare.';
comment on column gold.marketing_performance.click_through_rate is
'clicks_count / impressions_count; null without impressions.';
comment on column gold.marketing_performance.cost_per_click_amount is
'spend_amount / clicks_count; null without a click.';
comment on column gold.marketing_performance.conversion_rate is
'conversions_count / clicks_count; null without a click.';
comment on column gold.marketing_performance.attributed_roas is
'attributed_revenue_amount / spend_amount; null where nothing was spent.';
"""
FILLED = """
insert into gold.marketing_performance
select
    spend_date,
    channel,
    campaign_id,
    audience,
    campaign_name,
    spend_amount,
    impressions_count,
    clicks_count,
    conversions_count,
    attributed_revenue_amount,
    stated_roas,
    clicks_count::numeric / nullif(impressions_count, 0),
    spend_amount / nullif(clicks_count, 0),
    conversions_count::numeric / nullif(clicks_count, 0),
    attributed_revenue_amount / nullif(spend_amount, 0)
from silver.marketing_spend_versions
cross join (select max(day) as newest from ops.published_days) as published
where
    spend_date <= newest
    and known_from <= newest
    and (known_to is null or known_to > newest);
"""
KPIS = """
alter table gold.daily_kpis
    add column attributed_revenue_amount numeric,
    add column stated_roas numeric;
comment on table gold.daily_kpis is
'One row per local date, without a gap, from the first order or spend to the newest published day.';
comment on table gold.dim_dates is
'One row per local date, without a gap, from the first order or spend to the newest published day.';
comment on column gold.daily_kpis.attributed_revenue_amount is
'Revenue that the channels claim for that date; null where none tells. Never used as revenue.';
comment on column gold.daily_kpis.stated_roas is
'ROAS that the source states, weighted by spend; null where it states none. Never used as ROAS.';

update gold.daily_kpis
set attributed_revenue_amount = claimed.amount
from (
    select
        date,
        sum(attributed_revenue_amount) as amount
    from gold.marketing_performance
    group by date
) as claimed
where daily_kpis.date = claimed.date;
"""
VIEW = """
create or replace view gold.master_analytical_view as
select
    daily_kpis.date,
    daily_kpis.revenue_amount,
    daily_kpis.orders_count,
    daily_kpis.spend_amount,
    daily_kpis.impressions_count,
    daily_kpis.clicks_count,
    daily_kpis.conversions_count,
    daily_kpis.roas,
    daily_kpis.average_delay_minutes,
    daily_kpis.attributed_revenue_amount,
    daily_kpis.stated_roas,
    1 - daily_kpis.on_time_rate as late_rate,
    daily_kpis.attributed_revenue_amount - daily_kpis.revenue_amount
        as attributed_revenue_difference_amount,
    daily_kpis.attributed_revenue_amount / nullif(daily_kpis.spend_amount, 0) as attributed_roas,
    daily_kpis.attributed_revenue_amount / nullif(daily_kpis.spend_amount, 0) - daily_kpis.roas
        as attributed_roas_difference,
    daily_kpis.stated_roas
    - daily_kpis.attributed_revenue_amount / nullif(daily_kpis.spend_amount, 0)
        as stated_roas_difference
from gold.daily_kpis;

comment on view gold.master_analytical_view is
'One row per local date, without a gap, from the first order or spend to the newest published day:'
' a date without spend or without orders is a row.';
comment on column gold.master_analytical_view.date is 'Calendar date in the source''s time zone.';
comment on column gold.master_analytical_view.revenue_amount is
'Items of the orders placed that date, without freight and without cancelled orders.';
comment on column gold.master_analytical_view.orders_count is
'Orders placed that date, cancelled ones included.';
comment on column gold.master_analytical_view.spend_amount is 'Marketing spend of that date.';
comment on column gold.master_analytical_view.impressions_count is 'Impressions bought with it.';
comment on column gold.master_analytical_view.clicks_count is 'Clicks on them.';
comment on column gold.master_analytical_view.conversions_count is
'Conversions, as the channels count them.';
comment on column gold.master_analytical_view.roas is
'revenue_amount / spend_amount; null where nothing was spent. All revenue, whatever brought it.';
comment on column gold.master_analytical_view.late_rate is
'late / (on time + late) of the orders promised for that date, 0 to 1; null where both are 0.';
comment on column gold.master_analytical_view.average_delay_minutes is
'Mean delay of the late deliveries promised for that date; overdue orders are not in it.';
comment on column gold.master_analytical_view.attributed_revenue_amount is
'Revenue that the channels claim for that date; null where none tells.';
comment on column gold.master_analytical_view.attributed_revenue_difference_amount is
'attributed_revenue_amount - revenue_amount: above 0 the channels claim more than was sold.';
comment on column gold.master_analytical_view.attributed_roas is
'attributed_revenue_amount / spend_amount; null where nothing was spent.';
comment on column gold.master_analytical_view.attributed_roas_difference is
'attributed_roas - roas.';
comment on column gold.master_analytical_view.stated_roas is
'ROAS that the source states, weighted by spend; null where it states none.';
comment on column gold.master_analytical_view.stated_roas_difference is
'stated_roas - attributed_roas: not 0 where the source''s own figures contradict each other.';
"""


def upgrade() -> None:
    """Fill the table as of the newest published day; the next night completes the calendar.

    A ROAS that the source states is null until its day is run again.
    """
    for statements in (SPEND, PERFORMANCE, FILLED, KPIS, VIEW):
        op.execute(statements)
