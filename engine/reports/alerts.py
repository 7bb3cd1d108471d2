"""The danger alerts of a case: each is one report of danger, however often its step comes again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.reports.markers import CHILD_SAFE
from engine.reports.reported_case import ReportedCase, Step


@dataclass(frozen=True)
class Alert:
    """One danger alert, with its steps in the order of opening."""

    steps: tuple[Step, ...]

    @property
    def sent_at(self) -> datetime:
        """When people were told."""
        return self.steps[0].opened_at

    @property
    def answered_at(self) -> datetime | None:
        """When somebody first wrote down what was done."""
        return next((step.closed_at for step in self.steps if step.is_done), None)

    @property
    def safe_at(self) -> datetime | None:
        """When somebody wrote down that the child is safe."""
        last = self.steps[-1]
        return last.closed_at if last.is_done and last.says(*CHILD_SAFE) else None

    @property
    def is_open(self) -> bool:
        """Whether nobody has written down yet that the child is safe."""
        return self.steps[-1].closed_at is None


def alerts_of(case: ReportedCase) -> Iterator[Alert]:
    """Yield the alerts of a case, the earliest first.

    Without a clear “the child is safe” an alert's step opens again at the moment at which it was
    recorded. Nobody is told anew: it is still the same alert.
    """
    alerts: list[list[Step]] = []
    for step in (step for step in case.steps if step.is_danger):
        going_on = (steps for steps in alerts if _goes_on(steps[-1], step))
        same = next(going_on, None)
        if same is None:
            alerts.append([step])
        else:
            same.append(step)
    return (Alert(tuple(steps)) for steps in alerts)


def _goes_on(earlier: Step, step: Step) -> bool:
    recorded_at = earlier.closed_at if earlier.is_done else None
    return recorded_at == step.opened_at and not earlier.says(*CHILD_SAFE)
