-- silver.customers: one account that the source issues.
-- silver.customers_versions holds every version, the view the current one.

create table if not exists silver.customers_versions (
    customer_id text not null,
    person_id text,
    customer_name text,
    email text,
    phone text,
    address text,
    postal_code text,
    city text,
    area text,
    segment text,
    registered_date date,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (customer_id, known_from),
    check (known_from < known_to)
);

create index if not exists customers_versions_known_from
on silver.customers_versions using brin (known_from) with (autosummarize = on);
create index if not exists customers_versions_known_to
on silver.customers_versions (known_to) where known_to is not null;
create index if not exists customers_versions_person_id
on silver.customers_versions using hash (person_id);

comment on table silver.customers_versions is
'Every version of a customer. Grain: customer_id, known_from.';
comment on column silver.customers_versions.customer_id is 'Account that the source issues.';
comment on column silver.customers_versions.person_id is
'Person behind the account; equal to customer_id where the source knows no difference.';
comment on column silver.customers_versions.customer_name is 'Name as the source spells it.';
comment on column silver.customers_versions.email is 'E-mail address.';
comment on column silver.customers_versions.phone is 'Telephone number.';
comment on column silver.customers_versions.address is 'Street address.';
comment on column silver.customers_versions.postal_code is 'Postal code, joins silver.places.';
comment on column silver.customers_versions.city is 'City.';
comment on column silver.customers_versions.area is
'Place that alerts are routed by (Olist: state; demo: area).';
comment on column silver.customers_versions.segment is 'Segment given by the source.';
comment on column silver.customers_versions.registered_date is 'Local date of the registration.';
comment on column silver.customers_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.customers_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.customers_versions._file is 'File that the version came from.';
comment on column silver.customers_versions._row is 'Line number in that file.';

create or replace view silver.customers as
select
    customer_id,
    person_id,
    customer_name,
    email,
    phone,
    address,
    postal_code,
    city,
    area,
    segment,
    registered_date,
    known_from
from silver.customers_versions
where known_to is null;

comment on view silver.customers is
'Every customer as known now. Grain: one account that the source issues.';
