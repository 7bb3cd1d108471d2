"""A migration as its page shows it: the plan over both diagrams, and each case tried."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from markupsafe import Markup

from api.pages.effect_words import agencies_in, effect_in_words
from api.pages.form_change_words import form_in_words
from engine.access import Actor
from engine.context import Engine
from engine.definitions.comparison import compare_bundles
from engine.definitions.compiled import CompiledBundle
from engine.definitions.drawing import ChangeMark, draw_changes
from engine.english import listed
from engine.operations.migration.cases import CaseRow, case_rows
from engine.operations.migration.finishing import why_finish
from engine.operations.migration.plan import Plan, PlannedStep, Verdict, plan_migration
from engine.operations.migration_dry_run import DryRun, dry_run
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.instance_filters import OPEN, InstanceFilter
from engine.queries.instance_versions import VersionRow
from engine.queries.instances import InstancePage, InstanceRow, list_instances
from engine.queries.names import agency_names

AT_ONCE: Final = 20
"""How many cases are tried for one page: each is carried out and taken back."""
MARKS: Final[Mapping[Verdict, ChangeMark]] = {Verdict.CANNOT: "removed", Verdict.LOOK: "changed"}
FINISHES: Final = "It should finish on the version with which it began."
VERDICTS: Final[Mapping[Verdict, str]] = {
    Verdict.CANNOT: "Cannot go",
    Verdict.LOOK: "Goes; look at it",
    Verdict.GOES: "Goes",
}


@dataclass(frozen=True)
class ShownStep:
    """One step of the plan that is not simply the same."""

    anchor: str
    name: str
    verdict: str
    is_stopped: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class ShownRun:
    """One case, tried."""

    row: InstanceRow
    can_go: bool
    outcome: str
    due_times: tuple[str, ...]
    """How its time limits change; empty: all of them stay."""
    looks: tuple[str, ...]
    """What is different where it stands."""
    should_finish: bool
    """It should finish on the version with which it began."""
    along: str
    """What goes along, after “Yes”; perhaps nothing."""


@dataclass(frozen=True)
class View:
    """Everything that the page shows of two versions."""

    old: VersionRow
    new: VersionRow
    steps: tuple[ShownStep, ...]
    same: int
    """How many steps are the same."""
    drawings: tuple[tuple[str, Markup, Markup], ...]
    """By file: the old diagram, the new one."""
    runs: tuple[ShownRun, ...]
    page: InstancePage
    why_finish: str
    """From which stage cases should finish on their version, and why; none need to: empty."""


def view_migration(
    engine: Engine,
    work: UnitOfWork,
    actor: Actor,
    versions: tuple[VersionRow, VersionRow],
    cursor: str | None,
) -> View:
    """Return the plan between two versions, and what becomes of a page of the cases of the old.

    Raises:
        InputRefusedError: the cursor cannot be used.
    """
    old, new = versions
    before, after = (engine.definitions.compiled(work, one.id) for one in versions)
    plan = plan_migration(before, after, compare_bundles(before.bundle, after.bundle))
    only = InstanceFilter(state=OPEN, process_definition_id=old.id)
    page = list_instances(engine, work, actor, only=only, limit=AT_ONCE, cursor=cursor)
    tried = tuple(dry_run(engine, actor, plan, case_rows(work, page.rows), new.id))
    keys = {key for one in tried for key in agencies_in(one.preview)}
    agencies = agency_names(work, sorted(keys))
    now = engine.clock.now()
    finish = why_finish(after.procedure, after.procedure.finish_from) or ""
    return View(
        old=old,
        new=new,
        steps=tuple(_shown(step, finish) for step in plan.of(Verdict.CANNOT, Verdict.LOOK)),
        same=len(plan.of(Verdict.GOES)),
        drawings=tuple(_drawings(before, after, plan)),
        runs=tuple(_run(one, agencies, now) for one in tried),
        page=page,
        why_finish=finish,
    )


def _shown(step: PlannedStep, finish: str) -> ShownStep:
    # Why is said once, above the table.
    told = (FINISHES if reason == finish else reason for reason in step.reasons)
    return ShownStep(
        anchor=f"step-{step.element_id}",
        name=step.name,
        verdict=VERDICTS[step.verdict],
        is_stopped=step.verdict is Verdict.CANNOT,
        sentences=(*told, *form_in_words(step.form)),
    )


def _run(one: DryRun, agencies: Mapping[str, str], now: datetime) -> ShownRun:
    effect = one.preview.effect
    changes = tuple(effect_in_words(effect, agencies, now)) if effect else ()
    # That it follows another version is what is asked for: it need not be said in each row.
    told = changes[1:] if effect and effect.version_before != effect.version_after else changes
    looks = tuple(dict.fromkeys(step.name for step in one.looks))
    return ShownRun(
        row=one.row.lead,
        can_go=one.can_go,
        outcome=one.preview.outcome,
        due_times=told,
        looks=looks,
        should_finish=one.why_finish is not None,
        along=_along(one.row),
    )


def _along(row: CaseRow) -> str:
    words = []
    if row.alerts:
        words.append("its danger alert" if row.alerts == 1 else f"{row.alerts} danger alerts")
    if row.others:
        words.append("what runs beside it" if not row.alerts else "what else runs beside it")
    return f", with {listed(words)}" if words else ""


def _drawings(
    before: CompiledBundle, after: CompiledBundle, plan: Plan
) -> Iterator[tuple[str, Markup, Markup]]:
    """Yield the diagrams that both versions have, the main one first."""
    marks = {key: MARKS[step.verdict] for key, step in plan.steps.items() if step.verdict in MARKS}
    links = {key: f"#step-{key}" for key in marks}
    main = before.procedure.main
    for file in sorted(before.bundle.diagrams, key=lambda one: (one != main, one)):
        xml = after.bundle.files.get(file)
        if xml is not None:
            yield (
                file,
                _drawn(before.bundle.files[file], marks, links, f"{file}, the old version"),
                _drawn(xml, marks, links, f"{file}, the new version"),
            )


def _drawn(
    xml: bytes, marks: Mapping[str, ChangeMark], links: Mapping[str, str], label: str
) -> Markup:
    drawn = draw_changes(xml, marks, links=links, label=label)
    return Markup(drawn)  # noqa: S704 - our drawing
