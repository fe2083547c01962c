-- silver.sellers: one seller or store.
-- silver.sellers_versions holds every version, the view the current one.

create table if not exists silver.sellers_versions (
    seller_id text not null,
    seller_name text,
    postal_code text,
    city text,
    area text,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (seller_id, known_from),
    check (known_from < known_to)
);

create index if not exists sellers_versions_known_from
on silver.sellers_versions using brin (known_from) with (autosummarize = on);
create index if not exists sellers_versions_known_to
on silver.sellers_versions (known_to) where known_to is not null;

comment on table silver.sellers_versions is
'Every version of a seller. Grain: seller_id, known_from.';
comment on column silver.sellers_versions.seller_id is 'Seller or store.';
comment on column silver.sellers_versions.seller_name is 'Name as the source spells it.';
comment on column silver.sellers_versions.postal_code is 'Postal code, joins silver.places.';
comment on column silver.sellers_versions.city is 'City.';
comment on column silver.sellers_versions.area is 'Place that alerts are routed by.';
comment on column silver.sellers_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.sellers_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.sellers_versions._file is 'File that the version came from.';
comment on column silver.sellers_versions._row is 'Line number in that file.';

create or replace view silver.sellers as
select
    seller_id,
    seller_name,
    postal_code,
    city,
    area,
    known_from
from silver.sellers_versions
where known_to is null;

comment on view silver.sellers is
'Every seller as known now. Grain: one seller or store.';
