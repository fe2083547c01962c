-- silver.places: one postal code.
-- silver.places_versions holds every version, the view the current one.

create table if not exists silver.places_versions (
    postal_code text not null,
    latitude numeric,
    longitude numeric,
    city text,
    area text,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (postal_code, known_from),
    check (known_from < known_to)
);

create index if not exists places_versions_known_from
on silver.places_versions using brin (known_from) with (autosummarize = on);
create index if not exists places_versions_known_to
on silver.places_versions (known_to) where known_to is not null;

comment on table silver.places_versions is
'Every version of a place. Grain: postal_code, known_from.';
comment on column silver.places_versions.postal_code is 'Postal code.';
comment on column silver.places_versions.latitude is 'Latitude, degrees north.';
comment on column silver.places_versions.longitude is 'Longitude, degrees east.';
comment on column silver.places_versions.city is 'City.';
comment on column silver.places_versions.area is 'Area.';
comment on column silver.places_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.places_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.places_versions._file is 'File that the version came from.';
comment on column silver.places_versions._row is 'Line number in that file.';

create or replace view silver.places as
select
    postal_code,
    latitude,
    longitude,
    city,
    area,
    known_from
from silver.places_versions
where known_to is null;

comment on view silver.places is
'Every place as known now. Grain: one postal code.';
