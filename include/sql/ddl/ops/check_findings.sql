-- ops.check_findings: one row per business day and check, also when the check found nothing.
-- Written in the transaction that ran the checks. A check that fails rolls it back, so every
-- finding here is of a layer that was committed.

create table if not exists ops.check_findings (
    day date not null,
    check_name text not null,
    severity text not null check (severity in ('fail', 'warn')),
    sentence text not null,
    rows_count bigint not null,
    sample jsonb not null default '[]', -- noqa: RF04
    primary key (day, check_name)
);

comment on table ops.check_findings is
'What the checks of silver and gold found. Grain: business day and check.';
comment on column ops.check_findings.day is
'Business day that the layer showed: for gold the newest published day.';
comment on column ops.check_findings.check_name is
'File below include/sql/checks, such as gold/fact_sales_orphans.';
comment on column ops.check_findings.severity is 'fail or warn.';
comment on column ops.check_findings.sentence is 'What a row that the check finds means.';
comment on column ops.check_findings.rows_count is 'Rows that the check found.';
comment on column ops.check_findings.sample is 'The first of them, as objects of column and value.';
