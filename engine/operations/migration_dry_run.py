"""What going to another version would do to each case: it is done, looked at, and rolled back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.access import Actor
from engine.context import Engine
from engine.operations.migration.going import TO_VERSION
from engine.operations.migration.plan import Plan, PlannedStep, Verdict
from engine.operations.previewing import ItemPreview, preview_operation
from engine.queries.instances import InstanceRow
from engine.vocabulary import OperationKind


@dataclass(frozen=True)
class DryRun:
    """One process instance, tried."""

    row: InstanceRow
    preview: ItemPreview
    looks: tuple[PlannedStep, ...]
    """Steps that it stands on and that are different in the new version."""

    @property
    def can_go(self) -> bool:
        """Whether it would go."""
        return self.preview.effect is not None


def dry_run(
    engine: Engine, actor: Actor, plan: Plan, rows: Sequence[InstanceRow], to_version: int
) -> Iterator[DryRun]:
    """Yield what would become of each of these process instances. Nothing is written.

    Raises:
        NotFoundError: one of them is not the actor's to act on.
    """
    previews = preview_operation(
        engine,
        actor,
        OperationKind.MIGRATE,
        [row.id for row in rows],
        {TO_VERSION: str(to_version)},
    )
    for row, preview in zip(rows, previews, strict=True):
        steps = (plan.steps.get(place.element_id) for place in row.places)
        looks = tuple(step for step in steps if step and step.verdict is Verdict.LOOK)
        yield DryRun(row, preview, looks)
