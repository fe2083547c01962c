-- silver.payments: one payment of an order.
-- silver.payments_versions holds every version, the view the current one.

create table if not exists silver.payments_versions (
    order_id text not null,
    payment_number integer not null,
    payment_method text,
    installments_count integer,
    paid_amount numeric,
    known_from date not null,
    known_to date,
    _file text not null,
    _row bigint not null,
    primary key (order_id, payment_number, known_from),
    check (known_from < known_to)
);

create index if not exists payments_versions_known_from
on silver.payments_versions using brin (known_from) with (autosummarize = on);
create index if not exists payments_versions_known_to
on silver.payments_versions (known_to) where known_to is not null;

comment on table silver.payments_versions is
'Every version of a payment. Grain: order_id, payment_number, known_from.';
comment on column silver.payments_versions.order_id is 'Order.';
comment on column silver.payments_versions.payment_number is
'Number of the payment within the order, from 1.';
comment on column silver.payments_versions.payment_method is 'Payment method.';
comment on column silver.payments_versions.installments_count is 'Instalments agreed.';
comment on column silver.payments_versions.paid_amount is 'Amount paid, freight included.';
comment on column silver.payments_versions.known_from is
'Business day from whose end on this version is known.';
comment on column silver.payments_versions.known_to is
'First business day that knows better; null for the current version.';
comment on column silver.payments_versions._file is 'File that the version came from.';
comment on column silver.payments_versions._row is 'Line number in that file.';

create or replace view silver.payments as
select
    order_id,
    payment_number,
    payment_method,
    installments_count,
    paid_amount,
    known_from
from silver.payments_versions
where known_to is null;

comment on view silver.payments is
'Every payment as known now. Grain: one payment of an order.';
