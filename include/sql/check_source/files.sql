-- check_source/files: one row per file of the dry run, with what became of its rows.
-- Reads ops.load_ledger, which holds nothing but the dry run.
select
    day,
    file_name,
    table_name,
    rows_read,
    rows_loaded,
    rows_merged,
    rows_quarantined,
    state,
    note
from ops.load_ledger
where day = %(day)s::date
order by table_name, file_name
