"""What changes in a form between two versions, in sentences."""

from collections.abc import Iterator

from engine.english import listed
from engine.operations.migration.form_changes import FormChange


def form_in_words(change: FormChange | None) -> Iterator[str]:
    """Yield what changes in a form."""
    if change is None:
        return
    if change.gone:
        yield f"No longer asked; what was typed stays, to be read: {_quoted(change.gone)}."
    if change.new:
        yield f"New questions: {_quoted(change.new)}."
    if change.newly_required:
        yield f"Has to be answered when it is next sent: {_quoted(change.newly_required)}."


def _quoted(labels: tuple[str, ...]) -> str:
    return listed([f"“{label}”" for label in labels])
