-- silver.partners: one delivery partner (courier).
-- silver.partners_versions holds every version, the view the current one.

create table if not exists silver.partners_versions (
    partner_id text not null,
    partner_name text,
    vehicle text,
    seller_id text,
    hired_date date,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (partner_id, known_from),
    check (known_from < known_to)
);

create index if not exists partners_versions_known_from
on silver.partners_versions using brin (known_from) with (autosummarize = on);
create index if not exists partners_versions_known_to
on silver.partners_versions (known_to) where known_to is not null;

comment on table silver.partners_versions is
'Every version of a partner. Grain: partner_id, known_from.';
comment on column silver.partners_versions.partner_id is 'Delivery partner.';
comment on column silver.partners_versions.partner_name is 'Name as the source spells it.';
comment on column silver.partners_versions.vehicle is 'Vehicle, such as bicycle or van.';
comment on column silver.partners_versions.seller_id is 'Seller or store the partner rides for.';
comment on column silver.partners_versions.hired_date is 'Local date of the first working day.';
comment on column silver.partners_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.partners_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.partners_versions._file is 'File that the version came from.';
comment on column silver.partners_versions._row is 'Line number in that file.';

create or replace view silver.partners as
select
    partner_id,
    partner_name,
    vehicle,
    seller_id,
    hired_date,
    known_from
from silver.partners_versions
where known_to is null;

comment on view silver.partners is
'Every partner as known now. Grain: one delivery partner (courier).';
