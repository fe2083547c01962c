-- report/quarantine: the night's quarantined rows by table, column and reason, with three samples.
-- Reads ops.quarantine. At most 60 groups, the largest first; the raw bytes are never shown.
select
    table_name,
    column_name,
    reason,
    count(*) as rows_count,
    sum(count(*)) over ()::bigint as all_rows_count,
    min(file_name) as file_name,
    (array_agg(line_number order by line_number))[:3] as line_numbers,
    (array_agg(value order by line_number))[:3] as sample_values
from ops.quarantine
where day = %(day)s::date
group by table_name, column_name, reason
order by rows_count desc, table_name asc, column_name asc, reason asc
limit 60
