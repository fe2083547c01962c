-- silver.deliveries: one delivery, one per order.
-- silver.deliveries_versions holds every version, the view the current one.

create table if not exists silver.deliveries_versions (
    order_id text not null,
    partner_id text,
    handed_over_at timestamptz,
    delivered_at timestamptz,
    distance_km numeric,
    delay_reason text,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (order_id, known_from),
    check (known_from < known_to)
);

create index if not exists deliveries_versions_known_from
on silver.deliveries_versions using brin (known_from) with (autosummarize = on);
create index if not exists deliveries_versions_known_to
on silver.deliveries_versions (known_to) where known_to is not null;

comment on table silver.deliveries_versions is
'Every version of a delivery. Grain: order_id, known_from.';
comment on column silver.deliveries_versions.order_id is 'Order.';
comment on column silver.deliveries_versions.partner_id is 'Delivery partner.';
comment on column silver.deliveries_versions.handed_over_at is
'Moment the carrier or courier took over.';
comment on column silver.deliveries_versions.delivered_at is
'Moment the customer received the order; null while it is open.';
comment on column silver.deliveries_versions.distance_km is 'Distance driven, kilometres.';
comment on column silver.deliveries_versions.delay_reason is
'Reason the source gives for a delay; written after delivery, so never a feature.';
comment on column silver.deliveries_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.deliveries_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.deliveries_versions._file is 'File that the version came from.';
comment on column silver.deliveries_versions._row is 'Line number in that file.';

create or replace view silver.deliveries as
select
    order_id,
    partner_id,
    handed_over_at,
    delivered_at,
    distance_km,
    delay_reason,
    known_from
from silver.deliveries_versions
where known_to is null;

comment on view silver.deliveries is
'Every delivery as known now. Grain: one delivery, one per order.';
