-- gold.orphans: one row per row of silver and parent that it names but that never came.
create table if not exists gold.orphans (
    table_name text not null,
    row_id text not null,
    row_part text not null default '',
    missing_table text not null,
    missing_id text not null,
    primary key (table_name, row_id, row_part, missing_table)
);

create index if not exists orphans_missing_idx on gold.orphans (missing_table, missing_id);

comment on table gold.orphans is
'One row per row of silver and parent that it names but that has not come. It goes when the'
' parent arrives. State of the newest published day.';
comment on column gold.orphans.table_name is 'Silver table of the row, such as order_items.';
comment on column gold.orphans.row_id is 'First part of its key: the order or the review.';
comment on column gold.orphans.row_part is
'Second part of its key: line or payment number, or a review''s order; empty if there is none.';
comment on column gold.orphans.missing_table is 'Silver table that lacks the parent.';
comment on column gold.orphans.missing_id is 'The parent''s id, as the row names it.';
