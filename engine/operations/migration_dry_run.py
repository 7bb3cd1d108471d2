"""What going to another version would do to each case: it is done, looked at, and rolled back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.access import Actor
from engine.context import Engine
from engine.operations.migration.cases import CaseRow
from engine.operations.migration.finishing import why_finish
from engine.operations.migration.going import TO_VERSION
from engine.operations.migration.plan import Plan, PlannedStep, Verdict
from engine.operations.previewing import ItemPreview, preview_operation
from engine.vocabulary import OperationKind


@dataclass(frozen=True)
class DryRun:
    """One case, tried."""

    row: CaseRow
    preview: ItemPreview
    looks: tuple[PlannedStep, ...]
    """Steps that it stands on and that are different in the new version."""
    why_finish: str | None
    """Why it should finish on the version with which it began; it need not: None."""

    @property
    def can_go(self) -> bool:
        """Whether it would go."""
        return self.preview.effect is not None


def dry_run(
    engine: Engine, actor: Actor, plan: Plan, rows: Sequence[CaseRow], to_version: int
) -> Iterator[DryRun]:
    """Yield what would become of each of these cases. Nothing is written.

    Raises:
        NotFoundError: one of them is not the actor's to act on.
    """
    previews = preview_operation(
        engine,
        actor,
        OperationKind.MIGRATE,
        [row.lead.id for row in rows],
        {TO_VERSION: str(to_version)},
    )
    for row, preview in zip(rows, previews, strict=True):
        steps = (plan.steps.get(place.element_id) for place in row.lead.places)
        looks = tuple(step for step in steps if step and step.verdict is Verdict.LOOK)
        yield DryRun(row, preview, looks, why_finish(plan.procedure, row.lead.stage))
