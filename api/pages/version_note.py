"""The note on a step that the procedure has changed: what is different for this step."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from api.auth import required_actor
from api.extensions import current_engine
from api.pages.form_change_words import form_in_words
from api.reading import reading
from engine.definitions.bundle import Bundle
from engine.definitions.comparison import Comparison, Kind, Weight, compare_bundles
from engine.definitions.compiled import CompiledBundle
from engine.operations.migration.form_changes import form_change
from engine.queries.tasks import TaskDetails
from engine.queries.version_changes import VersionChange, find_version_change

MOST_TOLD = 6
"""How many differences stand on the page; all of them stand in the comparison."""


@dataclass(frozen=True)
class VersionNote:
    """What the page of a step says of the version that its case follows now."""

    change: VersionChange
    sentences: tuple[str, ...]
    """What is different for this step."""
    is_reworded: bool
    """Its words differ too."""


def version_note(task: TaskDetails) -> VersionNote | None:
    """Return what has changed since the reader last did something in the case; a template asks."""
    engine, actor = current_engine(), required_actor()
    with reading() as work:
        change = find_version_change(work, actor, task.id)
        if change is None:
            return None
        old, new = (
            engine.definitions.compiled(work, one) for one in (change.old_id, change.new_id)
        )
    comparison = _compared(old.bundle, new.bundle)
    return VersionNote(
        change,
        tuple(_sentences(old, new, comparison, task.element_id))[:MOST_TOLD],
        any(True for _ in _told(comparison, Weight.WORDING, task.element_id)),
    )


def _sentences(
    old: CompiledBundle, new: CompiledBundle, comparison: Comparison, element_id: str
) -> Iterator[str]:
    yield from form_in_words(form_change(old, new, element_id))
    for kind, sentence in _told(comparison, Weight.CONSEQUENCE, element_id):
        if kind is not Kind.FORMS:
            yield sentence


def _told(comparison: Comparison, weight: Weight, element_id: str) -> Iterator[tuple[Kind, str]]:
    for one in comparison.of_weight(weight):
        if element_id in (*one.touched_old, *one.touched_new):
            yield one.kind, one.sentence


@lru_cache(maxsize=16)
def _compared(old: Bundle, new: Bundle) -> Comparison:
    """Compare two bundles once: every step of every case that was taken over asks."""
    return compare_bundles(old, new)
