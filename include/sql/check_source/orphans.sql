-- check_source/orphans: rows that name a parent which has not come, by table and parent.
-- Reads gold.orphans, which holds nothing but the dry run.
select
    table_name,
    missing_table,
    count(*) as rows_count,
    (array_agg(distinct missing_id))[:3] as sample_ids
from gold.orphans
group by table_name, missing_table
order by table_name, missing_table
