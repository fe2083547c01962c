-- ml/delete_drift_metrics: clear a night's drift of a model for writing it anew.
delete from ml.drift_metrics
where day = %(day)s::date and model = %(model)s;
