-- ml.training_sets: one row per model and set of rows that a version was trained on.
create table if not exists ml.training_sets (
    model text not null,
    content_sha256 text not null,
    day date not null,
    feature_version integer not null,
    fitting_rows_count integer not null,
    validation_rows_count integer not null,
    test_rows_count integer not null,
    from_day date not null,
    to_day date not null,
    newest_drop date,
    label_sha256 text not null,
    code jsonb not null default '{}',
    file_name text not null,
    file_bytes bigint not null,
    saved_at timestamptz not null default now(),
    removed_at timestamptz,
    primary key (model, content_sha256)
);

comment on table ml.training_sets is
'One row per model and set of rows that it was trained, validated and tested on, with its lineage. '
'ml.model_versions.training_set names the set of a version.';
comment on column ml.training_sets.model is 'Name of the models spec.';
comment on column ml.training_sets.content_sha256 is
'Hash over the sorted rows: keys, labels, slices, features. Equal rows have equal hashes.';
comment on column ml.training_sets.day is
'Business day by whose evening the rows and their labels were known.';
comment on column ml.training_sets.from_day is 'First night among the rows.';
comment on column ml.training_sets.to_day is 'Last night among the rows.';
comment on column ml.training_sets.newest_drop is
'Newest day whose drop was loaded, up to the day; null in a warehouse without a load.';
comment on column ml.training_sets.feature_version is 'Version of the features.';
comment on column ml.training_sets.fitting_rows_count is 'Rows fitted on.';
comment on column ml.training_sets.validation_rows_count is 'Rows that stop and calibrate.';
comment on column ml.training_sets.test_rows_count is 'Rows tested on.';
comment on column ml.training_sets.file_bytes is 'Size of the file.';
comment on column ml.training_sets.label_sha256 is 'Hash of the SQL file that defines the label.';
comment on column ml.training_sets.code is
'Hash of the feature steps, and the versions of the packages that read the rows.';
comment on column ml.training_sets.file_name is 'Parquet file below the state folder.';
comment on column ml.training_sets.saved_at is 'Clock time (audit only).';
comment on column ml.training_sets.removed_at is
'When retention removed the file; null while it can be loaded.';
