-- gold.dim_partners: one row per delivery partner.
create table if not exists gold.dim_partners (
    partner_id text primary key,
    partner_name text,
    vehicle text,
    seller_id text,
    hired_date date
);

comment on table gold.dim_partners is
'One row per delivery partner (courier), in the state of the newest published day.';
comment on column gold.dim_partners.partner_id is 'The partner''s id in the source.';
comment on column gold.dim_partners.partner_name is 'Name of the partner; null where not given.';
comment on column gold.dim_partners.vehicle is 'What the partner drives, as the source says it.';
comment on column gold.dim_partners.seller_id is 'The store the partner rides for.';
comment on column gold.dim_partners.hired_date is 'First working day.';
