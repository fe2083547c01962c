-- gold.marketing_performance: one row per date, channel, campaign and audience.
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
