-- ml/move_alias: an alias of a model points to one version and to no other, or to none (null).
update ml.model_versions
set alias = case when version = %(version)s then %(alias)s end
where model = %(model)s and (alias = %(alias)s or version = %(version)s);
