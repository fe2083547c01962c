-- gold.dim_products: one row per product.
create table if not exists gold.dim_products (
    product_id text primary key,
    product_name text,
    category text,
    brand text,
    price_amount numeric,
    weight_grams numeric,
    volume_cm3 numeric
);

comment on table gold.dim_products is
'One row per product of the catalogue, in the state of the newest published day.';
comment on column gold.dim_products.product_id is 'The product''s id in the source.';
comment on column gold.dim_products.product_name is 'Name on the shelf; null where not given.';
comment on column gold.dim_products.category is
'Category in English where the source translates it, else in the source''s own language.';
comment on column gold.dim_products.brand is 'Brand; null where the source has none.';
comment on column gold.dim_products.price_amount is
'List price in the source''s currency; what was paid stands in fact_sales.';
comment on column gold.dim_products.weight_grams is 'Weight of one unit, in grams.';
comment on column gold.dim_products.volume_cm3 is 'Volume of one unit, in cubic centimetres.';
