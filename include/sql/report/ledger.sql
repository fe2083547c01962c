-- report/ledger: what became of each file of the night and of its rows.
-- Reads ops.load_ledger.
select
    file_name,
    table_name,
    rows_read,
    rows_loaded,
    rows_merged,
    rows_quarantined,
    bytes,
    state,
    note
from ops.load_ledger
where day = %(day)s::date
order by rows_quarantined desc, rows_read desc, file_name asc
