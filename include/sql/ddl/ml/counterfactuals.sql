-- ml.counterfactuals: one row per night, model, alerted order and way out.
create table if not exists ml.counterfactuals (
    day date not null,
    model text not null,
    version integer not null,
    order_id text not null,
    place integer not null,
    actions text[] not null,
    amounts double precision[] not null,
    units text[] not null,
    probability_before double precision not null check (probability_before between 0 and 1),
    probability_after double precision not null check (probability_after between 0 and 1),
    sentence text not null,
    primary key (day, model, order_id, place)
);

comment on table ml.counterfactuals is
'One row per night, model, alerted order and smallest change that brings its risk under the high '
'band. The model''s view, not a proven cause.';
comment on column ml.counterfactuals.day is 'Business day of the night.';
comment on column ml.counterfactuals.model is 'Name of the models spec.';
comment on column ml.counterfactuals.version is 'Version in the registry.';
comment on column ml.counterfactuals.order_id is 'Alerted order.';
comment on column ml.counterfactuals.place is
'1 for the first of an order''s ways out, in the order of the spec''s actions.';
comment on column ml.counterfactuals.actions is
'expedite_handover, upgrade_carrier, move_promise, or several; empty where no change is enough.';
comment on column ml.counterfactuals.amounts is 'How much of each action.';
comment on column ml.counterfactuals.units is 'What each amount counts.';
comment on column ml.counterfactuals.probability_before is 'The order''s probability as scored.';
comment on column ml.counterfactuals.probability_after is
'Probability of the changed row; the least of all tried where no change is enough.';
comment on column ml.counterfactuals.sentence is 'The change in plain words, with both figures.';
