"""What going from one version to another means for each step, before any case is looked at."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from engine.definitions.comparison import Change, Comparison, Kind, Weight
from engine.definitions.compiled import CompiledBundle
from engine.definitions.procedure import Procedure
from engine.operations.migration.finishing import stage_of, why_finish
from engine.operations.migration.form_changes import FormChange, form_change
from engine.spiff.migration_plan import standing_obstacles


class Verdict(StrEnum):
    """Whether a case that stands on an element can go."""

    GOES = "goes"
    LOOK = "look"
    """It goes, and something is different there."""
    CANNOT = "cannot"


@dataclass(frozen=True)
class PlannedStep:
    """One element at which cases can wait."""

    element_id: str
    name: str
    type: str
    verdict: Verdict
    reasons: tuple[str, ...]
    """Why not, or what is different; sentences."""
    form: FormChange | None
    """What changes in its form; empty: nothing, or it has none."""


@dataclass(frozen=True)
class Plan:
    """The plan between two versions, by element, in the order of the diagrams."""

    steps: Mapping[str, PlannedStep]
    procedure: Procedure
    """Of the new version."""

    def of(self, *verdicts: Verdict) -> tuple[PlannedStep, ...]:
        """Return the steps with one of these verdicts."""
        return tuple(step for step in self.steps.values() if step.verdict in verdicts)


def plan_migration(old: CompiledBundle, new: CompiledBundle, comparison: Comparison) -> Plan:
    """Return what becomes of cases at each element, matched by the elements' ids."""
    told = _told(comparison)
    obstacles = standing_obstacles(old.library, new.library)
    steps = {}
    for process_id in old.library.processes:
        for element in old.library.elements(process_id):
            if element.id not in obstacles:
                continue
            against = obstacles[element.id]
            form = None if against else form_change(old, new, element.id)
            finish = why_finish(new.procedure, stage_of(old.library, element))
            different = (*((finish,) if finish else ()), *told.get(element.id, ()))
            verdict = Verdict.CANNOT if against else Verdict.GOES
            if not against and (different or form):
                verdict = Verdict.LOOK
            steps[element.id] = PlannedStep(
                element.id,
                element.name or element.id,
                element.type,
                verdict,
                against or different,
                form,
            )
    return Plan(steps, new.procedure)


def _told(comparison: Comparison) -> Mapping[str, tuple[str, ...]]:
    """Return what differs at each element and changes what happens.

    Which questions a form has or has not is told by `FormChange`, and not twice.
    """
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for difference in comparison.of_weight(Weight.CONSEQUENCE):
        if difference.kind is Kind.FORMS and difference.change is not Change.CHANGED:
            continue
        for element_id in (*difference.touched_old, *difference.touched_new):
            found[element_id][difference.sentence] = None
    return {element_id: tuple(sentences) for element_id, sentences in found.items()}
