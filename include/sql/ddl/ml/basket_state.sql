-- ml.basket_state: at most one row: the evening that the tables of baskets stand at.
-- Written by include/ml/baskets/state.py. Unlogged, as are the tables that it tells of: after a
-- crash of the server all of them are empty, and the next night builds them whole.
create unlogged table if not exists ml.basket_state (
    day date primary key,
    first_drop date not null,
    waiting_customers text[] not null
);

comment on table ml.basket_state is
'At most one row: the evening as of which ml.customer_products, ml.customer_baskets and'
' ml.product_buyers were counted. None while they are built.';
comment on column ml.basket_state.day is 'Business day of that evening.';
comment on column ml.basket_state.first_drop is
'Day of the first drop: nights before it did not tell of their own orders.';
comment on column ml.basket_state.waiting_customers is
'Customers with an order that is known and whose stated time lies after that evening.';
