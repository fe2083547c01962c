-- ml/delete_alert_outcomes: clear an evening's outcomes of a model for writing them anew.
delete from ml.alert_outcomes
where known_by = %(day)s::date and model = %(model)s;
