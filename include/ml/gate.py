"""Decide whether a challenger may serve: skill first, then shown to be no worse than who serves.

Why so: docs/decisions/when-a-challenger-is-worse.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from include.ml.comparison import Leads
from include.ml.evaluation import Evaluation
from include.ml.resampling import Interval
from include.ml.terms import Gate

Verdict = Literal["first", "promoted", "refused", "no_skill"]


@dataclass(frozen=True)
class Decision:
    """What the gate decided, as a sentence with the figures."""

    verdict: Verdict
    reason: str

    @property
    def is_promoted(self) -> bool:
        """Say whether the challenger serves from now on."""
        return self.verdict in {"first", "promoted"}


@dataclass(frozen=True)
class Rival:
    """Another version on the challenger's test rows, and the challenger's leads over it."""

    version: int
    evaluation: Evaluation
    leads: Leads

    def list_leads(self, gate: Gate) -> list[tuple[str, Interval, float]]:
        """Return name, lead and margin of each figure that the gate compares.

        The margin is a share of the rival's own figure: less than that is no decline.
        """
        precision, log_loss = self.evaluation.average_precision.value, self.evaluation.log_loss
        return [
            ("average precision", self.leads.average_precision, gate.margin_share * precision),
            ("log-loss", self.leads.log_loss, gate.margin_share * log_loss),
        ]


def decide(
    challenger: Evaluation,
    rival: Rival | None,
    gate: Gate,
    earlier: Iterable[Rival] = (),
    outcome: Evaluation | None = None,
) -> Decision:
    """Return the verdict on a challenger.

    `rival` is the standing champion, None where none serves; `earlier` are versions that were
    promoted in the weeks before it. `outcome` are the figures of the trees of the outcome alone:
    those of the days know, whatever the labels, that an order close to its promise is riskier.
    """
    missing = find_missing_skill(challenger, gate)
    if not missing and outcome is not None:
        missing = find_missing_skill(outcome, gate)
        missing = missing and f"of the trees that learn from outcomes alone, {missing}"
    if missing:
        return Decision("no_skill", f"No skill: {missing}.")
    skill = f"AUC {challenger.auc} on {challenger.entities:,} {gate.entities} it has not seen"
    if rival is None:
        return Decision("first", f"Promoted: {skill}, and no champion before it.")
    worse = find_what_is_worse(rival, gate)
    if not worse and not is_better(rival):
        worse = next(filter(None, (find_decline(one, gate) for one in earlier)), "")
    if worse:
        return Decision("refused", f"Refused: {skill}, but {worse}.")
    return Decision(
        "promoted",
        f"Promoted: {skill}, and not worse than version {rival.version} on the same rows"
        f" (average precision {signed(rival.leads.average_precision)}, log-loss better by"
        f" {signed(rival.leads.log_loss)}).",
    )


def find_missing_skill(evaluation: Evaluation, gate: Gate) -> str:
    """Say why an evaluation shows no skill; empty when it does.

    A good AUC is not enough: trees grown on shuffled labels order the rows by one feature or
    other, which may well have an AUC of 0.6, but their probabilities hardly differ.
    """
    fewest = min(evaluation.positive_entities, evaluation.entities - evaluation.positive_entities)
    if fewest < gate.least_entities:
        return (
            f"the test holds {evaluation.positive_entities} {gate.positive} of"
            f" {evaluation.entities} {gate.entities}, fewer than {gate.least_entities} of one"
            " outcome show nothing"
        )
    if evaluation.auc.lower < gate.least_auc:
        return f"AUC {evaluation.auc}, the lower bound must reach {gate.least_auc}"
    gain = evaluation.log_loss_gain
    if gain.lower <= 0 or gain.value < gate.least_gain:
        return (
            f"its probabilities save {gain} of the log-loss that telling all {gate.entities} their"
            f" mean would cost, it must be {gate.least_gain} and surely more than nothing"
        )
    return ""


def find_what_is_worse(rival: Rival, gate: Gate) -> str:
    """Say in what a challenger is not shown to be as good as the champion; empty when in nothing.

    It lags, and the interval of the lag reaches beyond the margin. So whatever is worse
    significantly and by more than the margin is refused, and so is what the rows leave open.
    """
    for name, lead, margin in rival.list_leads(gate):
        if lead.value < 0 and lead.lower < -margin:
            surely = "is" if lead.upper < 0 else "may be"
            return (
                f"its {name} {surely} worse than that of version {rival.version} on the same rows:"
                f" {signed(lead)}, where {-margin:+.3f} is borne"
            )
    return ""


def find_decline(earlier: Rival, gate: Gate) -> str:
    """Say in what a challenger is surely worse, beyond the margin, than an earlier version."""
    for name, lead, margin in earlier.list_leads(gate):
        if lead.upper < 0 and lead.value < -margin:
            return (
                f"its {name} has declined since version {earlier.version}, which is better on the"
                f" same rows: {signed(lead)}"
            )
    return ""


def is_better(rival: Rival) -> bool:
    """Say whether a challenger is surely better than the champion in one figure."""
    return max(rival.leads.average_precision.lower, rival.leads.log_loss.lower) > 0


def signed(interval: Interval) -> str:
    """Write a difference with its signs."""
    return f"{interval.value:+.3f} ({interval.lower:+.3f} to {interval.upper:+.3f})"
