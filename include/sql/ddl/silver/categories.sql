-- silver.categories: one product category.
-- silver.categories_versions holds every version, the view the current one.

create table if not exists silver.categories_versions (
    category text not null,
    category_english text,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (category, known_from),
    check (known_from < known_to)
);

create index if not exists categories_versions_known_from
on silver.categories_versions using brin (known_from) with (autosummarize = on);
create index if not exists categories_versions_known_to
on silver.categories_versions (known_to) where known_to is not null;

comment on table silver.categories_versions is
'Every version of a category. Grain: category, known_from.';
comment on column silver.categories_versions.category is
'Category in the language of the source, as in silver.products.';
comment on column silver.categories_versions.category_english is 'The same category in English.';
comment on column silver.categories_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.categories_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.categories_versions._file is 'File that the version came from.';
comment on column silver.categories_versions._row is 'Line number in that file.';

create or replace view silver.categories as
select
    category,
    category_english,
    known_from
from silver.categories_versions
where known_to is null;

comment on view silver.categories is
'Every category as known now. Grain: one product category.';
