-- ml/insert_training_set: one training set with its lineage; saved again, it can be loaded again.
insert into ml.training_sets as known (
    model,
    content_sha256,
    day,
    feature_version,
    fitting_rows_count,
    validation_rows_count,
    test_rows_count,
    from_day,
    to_day,
    newest_drop,
    label_sha256,
    code,
    file_name,
    file_bytes
)
values (
    %(model)s,
    %(content_sha256)s,
    %(day)s::date,
    %(feature_version)s,
    %(fitting_rows_count)s,
    %(validation_rows_count)s,
    %(test_rows_count)s,
    %(from_day)s::date,
    %(to_day)s::date,
    (
        select max(day)
        from ops.load_ledger
        where day <= %(day)s::date
    ),
    %(label_sha256)s,
    %(code)s,
    %(file_name)s,
    %(file_bytes)s
)
on conflict (model, content_sha256) do update
    set removed_at = null, file_bytes = excluded.file_bytes;
