-- #warn: A review names an order or a product whose row never came.
-- Reads every row that waits for a parent, not only those of this publication.
select
    orphans.row_id,
    orphans.row_part,
    orphans.missing_table,
    orphans.missing_id
from gold.orphans
where orphans.table_name = 'reviews'
order by orphans.missing_table, orphans.row_id, orphans.row_part;
