-- silver.products: one product.
-- silver.products_versions holds every version, the view the current one.

create table if not exists silver.products_versions (
    product_id text not null,
    product_name text,
    category text,
    category_english text,
    brand text,
    price_amount numeric,
    weight_grams numeric,
    volume_cm3 numeric,
    photos_count integer,
    shelf_life_days integer,
    seller_id text,
    sold_count numeric,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (product_id, known_from),
    check (known_from < known_to)
);

create index if not exists products_versions_known_from
on silver.products_versions using brin (known_from) with (autosummarize = on);
create index if not exists products_versions_known_to
on silver.products_versions (known_to) where known_to is not null;

comment on table silver.products_versions is
'Every version of a product. Grain: product_id, known_from.';
comment on column silver.products_versions.product_id is 'Product.';
comment on column silver.products_versions.product_name is 'Name as the source spells it.';
comment on column silver.products_versions.category is 'Category in the language of the source.';
comment on column silver.products_versions.category_english is
'Category in English where the source gives it on the product; else see silver.categories.';
comment on column silver.products_versions.brand is 'Brand.';
comment on column silver.products_versions.price_amount is
'List price in the currency of the source.';
comment on column silver.products_versions.weight_grams is 'Weight of one piece, grams.';
comment on column silver.products_versions.volume_cm3 is
'Volume of one packed piece, cubic centimetres.';
comment on column silver.products_versions.photos_count is 'Photos in the listing.';
comment on column silver.products_versions.shelf_life_days is 'Days until it spoils.';
comment on column silver.products_versions.seller_id is
'Its one seller, where the source names one on the product.';
comment on column silver.products_versions.sold_count is
'Pieces sold so far, where the source states them on the product.';
comment on column silver.products_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.products_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.products_versions._file is 'File that the version came from.';
comment on column silver.products_versions._row is 'Line number in that file.';

create or replace view silver.products as
select
    product_id,
    product_name,
    category,
    category_english,
    brand,
    price_amount,
    weight_grams,
    volume_cm3,
    photos_count,
    shelf_life_days,
    seller_id,
    sold_count,
    known_from
from silver.products_versions
where known_to is null;

comment on view silver.products is
'Every product as known now. Grain: one product.';
