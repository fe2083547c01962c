-- ml/delete_calibration: clear an evening's calibration of a model for writing it anew.
delete from ml.calibration
where known_by = %(day)s::date and model = %(model)s;
