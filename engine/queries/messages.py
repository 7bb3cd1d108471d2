"""Messages that people may send to a case at any stage; the danger alert has a page of its own."""

from dataclasses import dataclass

from engine.definitions.compiled import CompiledBundle
from engine.queries.case_details import CaseDetails
from engine.spiff.library import ProcessLibrary
from engine.vocabulary import DANGER_MESSAGE


@dataclass(frozen=True)
class CaseMessage:
    """A message that begins something beside the main process."""

    name: str
    """As the diagram and the API call it."""
    label: str
    """The label of the start event that waits for it."""
    help: str
    """What it is for, in the diagram's words; paragraphs are parted by empty lines."""


def list_messages(compiled: CompiledBundle) -> tuple[CaseMessage, ...]:
    """Return what can be sent at any stage, in the diagram's order, without the danger alert."""
    starts = compiled.library.message_starts
    return tuple(
        CaseMessage(
            name=name,
            label=message_label(compiled.library, name),
            help=compiled.library.processes[process_id].documentation or "",
        )
        for name, process_id in starts.items()
        if name != DANGER_MESSAGE
    )


def takes_messages(case: CaseDetails) -> bool:
    """Tell whether such a message can be sent now: the case has been raised, and goes on."""
    return case.raised_at is not None and case.ended_at is None and case.closed_as is None


def message_label(library: ProcessLibrary, name: str) -> str:
    """Return what people call a message: the label of its start event, else its own name."""
    process_id = library.message_starts.get(name)
    elements = library.elements(process_id) if process_id else ()
    labels = (one.name for one in elements if one.message == name and one.name != one.id)
    return next(labels, name)
