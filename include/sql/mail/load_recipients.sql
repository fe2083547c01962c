-- mail/load_recipients: everybody who is listed, with what each opted out of, by address.

select
    address,
    kind,
    areas,
    sellers,
    partners,
    is_default,
    opted_out_at
from ops.recipients
where is_listed
order by address, kind;
