-- check_source/refusals: quarantined rows by file, column and reason, with their first lines.
-- Reads ops.quarantine, which holds nothing but the dry run.
select
    day,
    file_name,
    column_name,
    reason,
    count(*) as rows_count,
    (array_agg(line_number order by line_number))[:3] as line_numbers,
    (array_agg(value order by line_number))[:3] as sample_values
from ops.quarantine
where day = %(day)s::date
group by day, file_name, column_name, reason
order by file_name asc, rows_count desc, column_name asc, reason asc
