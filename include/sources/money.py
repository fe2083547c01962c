"""What a late order costs a source's business, and what can be done about it."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from include.sources.columns import Frozen

Amount = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[float, Field(gt=0, le=1)]
Minutes = Annotated[float, Field(ge=0, le=100_000)]


class MoneyContract(Frozen):
    """The block `money` of a contract, whole or not at all; amounts are in its currency."""

    late_amount: Amount
    expedite_amount: Amount
    expedite_success: Share
    notice_amount: Amount
    notice_success: Share
    minutes_per_intervention: Annotated[float, Field(gt=0, le=100_000)]
    minutes_per_day: Minutes

    @model_validator(mode="after")
    def _check(self) -> Self:
        expedite = self.expedite_amount / (self.expedite_success * self.late_amount)
        notice = self.notice_amount / (self.notice_success * self.late_amount)
        if expedite >= 1:
            raise ValueError(
                f"expediting never pays: it costs {self.expedite_amount:g} and saves"
                f" {self.expedite_success:g} of {self.late_amount:g} at most"
            )
        if notice > expedite:
            raise ValueError(
                f"a notice pays from a risk of {notice:.0%} on and expediting from {expedite:.0%}:"
                " the notice, being the smaller step, must pay first"
            )
        return self
