-- touched_accounts: keys of silver.customers to recompute in this publication.
-- Changed rows (ops.touched_keys), and versions that begin or end as the newest day moves on.
create temporary table touched_accounts on commit drop as
select touched_keys.key ->> 'customer_id' as customer_id
from ops.touched_keys
where touched_keys.table_name = 'customers'
union
select customers_versions.customer_id
from silver.customers_versions
where
    customers_versions.known_from between %(since)s::date and %(as_of)s::date
    or customers_versions.known_to between %(since)s::date and %(as_of)s::date;

analyze touched_accounts;
