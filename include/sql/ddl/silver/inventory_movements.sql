-- silver.inventory_movements: one product and date.
-- silver.inventory_movements_versions holds every version, the view the current one.

create table if not exists silver.inventory_movements_versions (
    product_id text not null,
    movement_date date not null,
    seller_id text,
    received_quantity numeric,
    damaged_quantity numeric,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (product_id, movement_date, known_from),
    check (known_from < known_to)
);

create index if not exists inventory_movements_versions_known_from
on silver.inventory_movements_versions using brin (known_from) with (autosummarize = on);
create index if not exists inventory_movements_versions_known_to
on silver.inventory_movements_versions (known_to) where known_to is not null;

comment on table silver.inventory_movements_versions is
'Every version of a stock movement. Grain: product_id, movement_date, known_from.';
comment on column silver.inventory_movements_versions.product_id is 'Product.';
comment on column silver.inventory_movements_versions.movement_date is
'Local date of the movement.';
comment on column silver.inventory_movements_versions.seller_id is
'Seller or store whose stock moved.';
comment on column silver.inventory_movements_versions.received_quantity is 'Pieces received.';
comment on column silver.inventory_movements_versions.damaged_quantity is
'Pieces written off as damaged.';
comment on column silver.inventory_movements_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.inventory_movements_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.inventory_movements_versions._file is 'File that the version came from.';
comment on column silver.inventory_movements_versions._row is 'Line number in that file.';

create or replace view silver.inventory_movements as
select
    product_id,
    movement_date,
    seller_id,
    received_quantity,
    damaged_quantity,
    known_from
from silver.inventory_movements_versions
where known_to is null;

comment on view silver.inventory_movements is
'Every stock movement as known now. Grain: one product and date.';
