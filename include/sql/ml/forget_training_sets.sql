-- ml/forget_training_sets: mark the sets that are not kept any more; returns their files.
-- Kept are the newest ones of a model, and those of its champion and of pinned versions.
with aged as (
    select
        content_sha256,
        row_number() over (order by day desc, saved_at desc) as age
    from ml.training_sets
    where model = %(model)s and removed_at is null
),

serving as (
    select versions.training_set
    from ml.model_versions as versions
    left join ml.model_pins as pins
        on
            versions.model = pins.model
            and versions.version = pins.version
            and pins.to_day is null
    where
        versions.model = %(model)s
        and (versions.alias = 'champion' or pins.version is not null)
)

update ml.training_sets as saved
set removed_at = clock_timestamp()
from aged
where
    saved.model = %(model)s
    and saved.content_sha256 = aged.content_sha256
    and aged.age > %(kept)s
    and not exists (
        select from serving
        where serving.training_set = saved.content_sha256
    )
returning saved.file_name;
