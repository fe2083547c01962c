-- gold.dim_sellers: one row per seller or store.
create table if not exists gold.dim_sellers (
    seller_id text primary key,
    seller_name text,
    city text,
    area text,
    postal_code text
);

comment on table gold.dim_sellers is
'One row per seller (or store), in the state of the newest published day.';
comment on column gold.dim_sellers.seller_id is 'The seller''s id in the source.';
comment on column gold.dim_sellers.seller_name is 'Name of the seller; null where not given.';
comment on column gold.dim_sellers.city is 'City the seller ships from.';
comment on column gold.dim_sellers.area is 'Area the seller ships from.';
comment on column gold.dim_sellers.postal_code is 'Postal code the seller ships from.';
