-- mail/risky_orders: the alerted orders of a night that can still be saved, most urgent first.
-- Reads ml.delay_scores, ml.delay_reasons, ml.counterfactuals, gold.fact_orders, gold.dim_sellers,
-- gold.dim_partners, ops.published_days. A reason is the strongest of its group, for the three
-- groups that raise the risk most. What was delivered or promised by the newest night is left out.
with clock as (
    select
        (greatest(%(day)s::date, max(day)) + 1)::timestamp
        at time zone %(timezone)s as closed_at
    from ops.published_days
),

alerted as (
    select
        day,
        model,
        version,
        order_id,
        probability,
        band,
        expected_saving_amount
    from ml.delay_scores
    where
        day = %(day)s::date
        and model = 'delay_open'
        and is_alerted
),

groups as (
    select
        delay_reasons.order_id,
        sum(delay_reasons.contribution) as contribution,
        (array_agg(delay_reasons.sentence order by delay_reasons.rank))[1] as sentence
    from ml.delay_reasons
    inner join alerted
        on
            delay_reasons.day = alerted.day
            and delay_reasons.model = alerted.model
            and delay_reasons.order_id = alerted.order_id
    where delay_reasons.feature <> '(base)'
    group by delay_reasons.order_id, delay_reasons.feature_group
),

ranked as (
    select
        order_id,
        sentence,
        row_number() over (
            partition by order_id
            order by contribution desc, sentence asc
        ) as place
    from groups
    where contribution > 0
),

reasons as (
    select
        order_id,
        array_agg(sentence order by place) as sentences
    from ranked
    where place <= 3
    group by order_id
)

select
    alerted.order_id,
    alerted.version,
    alerted.probability,
    alerted.band,
    alerted.expected_saving_amount,
    orders.promised_at,
    orders.area,
    orders.city,
    orders.seller_id,
    orders.partner_id,
    ways.sentence as way_out,
    orders.handed_over_at is not null as is_handed_over,
    coalesce(sellers.seller_name, orders.seller_id) as seller,
    coalesce(partners.partner_name, orders.partner_id) as partner,
    coalesce(reasons.sentences, '{}') as reasons
from alerted
cross join clock
inner join gold.fact_orders as orders
    on alerted.order_id = orders.order_id
left join gold.dim_sellers as sellers
    on orders.seller_id = sellers.seller_id
left join gold.dim_partners as partners
    on orders.partner_id = partners.partner_id
left join reasons
    on alerted.order_id = reasons.order_id
left join ml.counterfactuals as ways
    on
        alerted.day = ways.day
        and alerted.model = ways.model
        and alerted.order_id = ways.order_id
        and ways.place = 1
where
    orders.promised_at > clock.closed_at
    and not orders.is_delivered
    and not orders.is_cancelled
order by orders.promised_at asc, alerted.probability desc, alerted.order_id asc;
