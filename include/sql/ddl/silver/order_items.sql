-- silver.order_items: one line of an order.
-- silver.order_items_versions holds every version, the view the current one.

create table if not exists silver.order_items_versions (
    order_id text not null,
    line_number integer not null,
    product_id text,
    seller_id text,
    quantity numeric,
    unit_price_amount numeric,
    freight_amount numeric,
    handover_due_at timestamptz,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (order_id, line_number, known_from),
    check (known_from < known_to)
);

create index if not exists order_items_versions_known_from
on silver.order_items_versions using brin (known_from) with (autosummarize = on);
create index if not exists order_items_versions_known_to
on silver.order_items_versions (known_to) where known_to is not null;

comment on table silver.order_items_versions is
'Every version of a order line. Grain: order_id, line_number, known_from.';
comment on column silver.order_items_versions.order_id is 'Order.';
comment on column silver.order_items_versions.line_number is
'Number of the line within the order, from 1.';
comment on column silver.order_items_versions.product_id is 'Product.';
comment on column silver.order_items_versions.seller_id is 'Seller or store of the line.';
comment on column silver.order_items_versions.quantity is 'Pieces.';
comment on column silver.order_items_versions.unit_price_amount is
'Price of one piece without freight.';
comment on column silver.order_items_versions.freight_amount is 'Freight of the whole line.';
comment on column silver.order_items_versions.handover_due_at is
'Latest moment for the seller to hand over to the carrier.';
comment on column silver.order_items_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.order_items_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.order_items_versions._file is 'File that the version came from.';
comment on column silver.order_items_versions._row is 'Line number in that file.';

create or replace view silver.order_items as
select
    order_id,
    line_number,
    product_id,
    seller_id,
    quantity,
    unit_price_amount,
    freight_amount,
    handover_due_at,
    known_from
from silver.order_items_versions
where known_to is null;

comment on view silver.order_items is
'Every order line as known now. Grain: one line of an order.';
