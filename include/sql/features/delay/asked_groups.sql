-- features/delay/asked_groups: one row per night and group that a question belongs to.
-- Reads facts. Groups are seller, partner, area, route, payment method and the network.
create temporary table asked_groups on commit drop as
select distinct
    memberships.group_kind,
    memberships.group_id,
    facts.night
from facts
cross join
    lateral (
        values
        ('seller', facts.seller_id),
        ('partner', facts.partner_id),
        ('area', facts.area),
        ('route', facts.route),
        ('payment', facts.payment_method),
        ('network', '')
    ) as memberships (group_kind, group_id)
where memberships.group_id is not null;

analyze asked_groups;
