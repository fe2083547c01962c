-- ml/withdraw_model_version: somebody rolled back from a version.
update ml.model_versions
set withdrawn_by = %(who)s, withdrawn_at = clock_timestamp()
where model = %(model)s and version = %(version)s;
