"""What the forecasts ask somebody to decide, if anything: a likely breach, a jump in demand."""

from include.report.forecast_rows import ALL, DEMAND, LATE, WEEK, ForecastRow, pick
from include.report.formats import clean_text, format_count, format_percent, format_plural

LIKELY = 0.5  # a breach that is more probable than not is told
FEWEST_DUE = 20.0  # orders due: of fewer, a share says nothing
JUMP = 0.25  # of the usual week, and the 50 % interval must lie beyond the usual week as well
FEWEST_PIECES = 10.0
TOLD_JUMPS = 2


def list_breach_actions(rows: tuple[ForecastRow, ...]) -> tuple[str, ...]:
    """Say that more than the agreed share will probably be late next week, and where it is worst.

    Where the whole business keeps the agreement, the areas that will not are named.
    """
    areas = list_breaches(pick(rows, LATE, "area", WEEK))
    named = ", ".join(
        f"{clean_text(row.group_key, 40)} {format_count(row.expected)} of"
        f" {format_count(row.orders_count)}"
        for row in areas[:3]
    )
    whole = list_breaches(pick(rows, LATE, ALL, WEEK))
    if whole:
        worst = f" Most in {named}." if named else ""
        return (f"Free carriers and warn customers: {say_late(whole[0])}.{worst}",)
    if areas:
        chance = format_percent(areas[0].agreed_share, 0)
        return (
            f"Look at the carriers of {format_plural(len(areas), 'area')} where more than the"
            f" agreed {chance} are likely late within {WEEK} days: {named}.",
        )
    return ()


def list_breaches(rows: tuple[ForecastRow, ...]) -> tuple[ForecastRow, ...]:
    """Return the rows whose agreed share will probably be broken, most late orders first."""
    return tuple(
        row
        for row in rows
        if (row.breach_probability or 0) >= LIKELY and (row.orders_count or 0) >= FEWEST_DUE
    )


def say_late(row: ForecastRow) -> str:
    """Say how many orders will be late, of how many, and how likely that breaks the agreement."""
    due = row.orders_count or 0
    said = (
        f"about {format_count(row.expected)} of {format_plural(round(due), 'order')} due within"
        f" {row.horizon_days} days will be late"
    )
    if due:
        said += f" ({format_percent(row.expected / due, 0)}{say_bounds(row)})"
    if row.breach_probability is not None:
        said += (
            f"; more than the agreed {format_percent(row.agreed_share, 0)}"
            f" with a probability of {format_percent(row.breach_probability, 0)}"
        )
    return said


def say_bounds(row: ForecastRow) -> str:
    """Return the 90 % interval in words; nothing while there is none."""
    if row.lower_90 is None or row.upper_90 is None:
        return ""
    return f"; 90%: {format_count(row.lower_90)} to {format_count(row.upper_90)} orders"


def list_demand_actions(rows: tuple[ForecastRow, ...]) -> tuple[str, ...]:
    """Name the categories that will order far more, or less, next week than usual."""
    jumps = [row for row in pick(rows, DEMAND, "category", WEEK) if is_jump(row)]
    jumps.sort(key=lambda row: -abs(row.expected - (row.usual or 0)))
    return tuple(_act_on_jump(row) for row in jumps[:TOLD_JUMPS])


def is_jump(row: ForecastRow) -> bool:
    """Say whether what is expected is far from usual, and the 50 % interval beyond it."""
    if row.usual is None or row.lower_50 is None or row.upper_50 is None:
        return False
    gap = row.expected - row.usual
    is_beyond = row.lower_50 > row.usual or row.upper_50 < row.usual
    return is_beyond and abs(gap) >= max(FEWEST_PIECES, JUMP * row.usual)


def _act_on_jump(row: ForecastRow) -> str:
    usual = row.usual or 0
    more = row.expected > usual
    change = format_percent(abs(row.expected / usual - 1), 0) if usual else "all of it"
    return (
        f"{'Stock up on' if more else 'Order less of'} “{clean_text(row.group_key, 60)}”:"
        f" {format_count(row.expected)} pieces expected next week, {change}"
        f" {'more' if more else 'less'} than usual."
    )
