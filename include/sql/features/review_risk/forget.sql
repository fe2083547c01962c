-- features/review_risk/forget: clear a range of nights for writing it anew.
-- Step 1 of ml.features_review_risk. A night that served scores keeps its rows for ever.
delete from ml.features_review_risk as features
where
    features.day between %(from_day)s::date and %(to_day)s::date
    and features.feature_version = %(feature_version)s
    and not exists (
        select 1
        from ml.served_models
        where served_models.day = features.day and served_models.model = %(model)s
    );
