-- ml/delete_counterfactuals: clear a night's counterfactuals of a model for writing them anew.
delete from ml.counterfactuals
where day = %(day)s::date and model = %(model)s;
