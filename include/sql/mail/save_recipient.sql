-- mail/save_recipient: one recipient of one kind of mail, as the file or the settings have it now.
-- An opt-out stays.

insert into ops.recipients (
    address,
    kind,
    areas,
    sellers,
    partners,
    is_default
)
values (
    %(address)s,
    %(kind)s,
    %(areas)s,
    %(sellers)s,
    %(partners)s,
    %(is_default)s
)
on conflict (address, kind) do update
    set
        areas = excluded.areas,
        sellers = excluded.sellers,
        partners = excluded.partners,
        is_default = excluded.is_default,
        is_listed = true,
        seeded_at = clock_timestamp();
