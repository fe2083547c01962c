-- ml/training_sets: every training set with the versions trained on it, the newest first.
-- Reads ml.training_sets, ml.model_versions.
with trained as (
    select
        model,
        training_set,
        array_agg(version order by version) as versions
    from ml.model_versions
    group by model, training_set
)

select
    saved.model,
    saved.content_sha256,
    saved.day,
    saved.feature_version,
    saved.fitting_rows_count,
    saved.validation_rows_count,
    saved.test_rows_count,
    saved.from_day,
    saved.to_day,
    saved.newest_drop,
    saved.label_sha256,
    saved.file_bytes,
    coalesce(trained.versions, '{}') as versions,
    saved.removed_at is null as is_kept
from ml.training_sets as saved
left join trained
    on
        saved.model = trained.model
        and saved.content_sha256 = trained.training_set
order by saved.model asc, saved.day desc, saved.saved_at desc;
