-- gold.master_analytical_view: one row per local date, money and marketing side by side.
-- Every sum is that of gold.daily_kpis; only ratios and differences are taken here.
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
