"""What to do this morning, ranked, with what it is expected to save."""

from collections.abc import Sequence

from include.report import brief_rows as rows
from include.report import links
from include.report.forecast_actions import list_breach_actions, list_demand_actions
from include.report.formats import (
    clean_text,
    format_count,
    format_moment,
    format_money,
    format_percent,
    format_plural,
    is_positive,
)
from include.report.links import Linked, link_all
from include.report.review_sentences import list_rating_actions, list_topic_actions
from include.report.scorecard_rows import LATER, NIGHTS, WEEKS, Scorecard, name_unit, rank_units
from include.report.trade_actions import list_segment_actions, list_spend_actions


def list_actions(found: rows.Findings) -> tuple[Linked, ...]:
    """Rank what to do this morning: what can still be saved first."""
    return (
        *link_all(links.ALERTED, [_act_on_alerts(found)]),
        *link_all(links.LATE_ORDERS, [_act_on_overdue(found.work)]),
        *_act_on_units(found),
        *link_all(links.AREAS, [_act_on_area(found.areas)]),
        *link_all(links.BREACHES, list_breach_actions(found.forecasts)),
        *link_all(links.DEMAND, list_demand_actions(found.forecasts)),
        *link_all(links.MARKETING, list_spend_actions(found.spend)),
        *link_all(links.SEGMENTS, list_segment_actions(found.segments, found.moves)),
        *link_all(links.TOPICS, list_topic_actions(found.topics)),
        *link_all(links.RATINGS, list_rating_actions(found.ratings)),
        *link_all(links.QUARANTINE, [_act_on_quarantine(found.work)]),
    )


def _act_on_alerts(found: rows.Findings) -> str:
    if not found.work.alerted_orders_count or not found.urgent:
        return ""
    saving, order = found.work.expected_saving_amount, found.urgent[0]
    worth = f" to save about {format_money(saving, found.currency)}" if is_positive(saving) else ""
    return (
        f"Act on {format_plural(found.work.alerted_orders_count, 'alerted order')}{worth}."
        f" Start with {clean_text(order.order_id, 40)} ({clean_text(order.area, 40)}):"
        f" {format_percent(order.probability, 0)} likely late, promised"
        f" {format_moment(order.promised_at.astimezone(found.timezone))}."
    )


def _act_on_overdue(work: rows.WorkRow) -> str:
    if not work.overdue_orders_count:
        return ""
    today = format_count(work.overdue_today_count) if work.overdue_today_count else "none"
    return (
        f"Tell the customers of {format_plural(work.overdue_orders_count, 'order')} still open"
        " after the promise (promised within the last 30 days,"
        f" {today} of them for this day)."
    )


def _act_on_area(areas: Sequence[rows.AreaRow]) -> str:
    if not areas or areas[0].late_orders_count < 3:
        return ""
    worst = areas[0]
    return (
        f"Ask {clean_text(worst.area, 40)} what happened: {worst.late_orders_count} of its"
        f" {format_plural(worst.promised_orders_count, 'order')} came late,"
        f" {format_percent(worst.damage_share, 0)} of the day's late orders."
    )


def _act_on_units(found: rows.Findings) -> tuple[Linked, ...]:
    """Name the partner and the seller that are later than the others, the costlier one first."""
    worst = []
    for kind in ("partner", "seller"):
        ranking = rank_units([row for row in found.units if row.kind == kind])
        cards = ranking.cards if ranking else ()
        worst += [card for card in cards if card.confidence in LATER][:1]
    ranked = sorted(worst, key=lambda card: -card.rate.excess_count)
    return tuple(Linked(_act_on_unit(card, found), links.UNITS[card.row.kind]) for card in ranked)


def _act_on_unit(card: Scorecard, found: rows.Findings) -> str:
    volume, extra = card.volume, card.rate.excess_count
    saving = format_money(extra * found.late_amount / WEEKS, found.currency)
    late = format_count(volume.late_orders_count)
    return (
        f"Talk to {card.row.kind} {name_unit(card.row)}: {late} of"
        f" {format_plural(volume.orders_count, 'order')} late in {NIGHTS} nights,"
        f" {format_count(extra)} more than their number explains ({card.confidence} than the rest)."
        f" Being like the rest would save about {saving} a week."
    )


def _act_on_quarantine(work: rows.WorkRow) -> str:
    if not work.rows_quarantined:
        return ""
    return (
        f"Have {format_plural(work.rows_quarantined, 'quarantined row')} corrected (of"
        f" {format_count(work.rows_read)} delivered); each waits with its reason."
    )
