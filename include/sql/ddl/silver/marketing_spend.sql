-- silver.marketing_spend: one campaign, date, channel and audience.
-- silver.marketing_spend_versions holds every version, the view the current one.

create table if not exists silver.marketing_spend_versions (
    campaign_id text not null,
    spend_date date not null,
    channel text not null,
    audience text not null,
    campaign_name text,
    impressions_count bigint,
    clicks_count bigint,
    conversions_count bigint,
    spend_amount numeric,
    attributed_revenue_amount numeric,
    stated_roas numeric,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (campaign_id, spend_date, channel, audience, known_from),
    check (known_from < known_to)
);

create index if not exists marketing_spend_versions_known_from
on silver.marketing_spend_versions using brin (known_from) with (autosummarize = on);
create index if not exists marketing_spend_versions_known_to
on silver.marketing_spend_versions (known_to) where known_to is not null;
create index if not exists marketing_spend_versions_spend_date
on silver.marketing_spend_versions (spend_date);

comment on table silver.marketing_spend_versions is
'Every version of a spend row. Grain: campaign_id, spend_date, channel, audience, known_from.';
comment on column silver.marketing_spend_versions.campaign_id is 'Campaign.';
comment on column silver.marketing_spend_versions.spend_date is 'Local date of the spend.';
comment on column silver.marketing_spend_versions.channel is
'Channel, empty where the source names none.';
comment on column silver.marketing_spend_versions.audience is
'Audience, empty where the source names none.';
comment on column silver.marketing_spend_versions.campaign_name is 'Name as the source spells it.';
comment on column silver.marketing_spend_versions.impressions_count is 'Times shown.';
comment on column silver.marketing_spend_versions.clicks_count is 'Clicks.';
comment on column silver.marketing_spend_versions.conversions_count is
'Conversions as the source counts them.';
comment on column silver.marketing_spend_versions.spend_amount is 'Money spent.';
comment on column silver.marketing_spend_versions.attributed_revenue_amount is
'Revenue that the source attributes to the campaign; never used as revenue.';
comment on column silver.marketing_spend_versions.stated_roas is
'ROAS as the source states it; never used as ROAS.';
comment on column silver.marketing_spend_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.marketing_spend_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.marketing_spend_versions._file is 'File that the version came from.';
comment on column silver.marketing_spend_versions._row is 'Line number in that file.';

create or replace view silver.marketing_spend as
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
