"""A version's diagrams with what is open at each element; an element leads to its instances."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from api.pages.diagrams import file_title
from engine.definitions.compiled import CompiledBundle
from engine.definitions.drawing import DrawnState, draw_diagram
from engine.queries.instance_counts import ElementCount


@dataclass(frozen=True)
class DrawnDiagram:
    """One file of a procedure, drawn."""

    title: str
    drawing: Markup
    is_main: bool


def draw_counts(
    compiled: CompiledBundle,
    counts: Sequence[ElementCount],
    element_url: Callable[[str], str],
    procedure_name: str,
) -> tuple[DrawnDiagram, ...]:
    """Return the main diagram, then those of called procedures in which something is open."""
    main = compiled.procedure.main
    known = [one for one in counts if one.type]
    files = dict.fromkeys(compiled.library.element(one.element_id).file for one in known)
    # A procedure that several steps call is drawn by itself: no row says which of them called it.
    tokens = {one.element_id: one.tokens for one in known if one.tokens}
    states = {one.element_id: state for one in known if (state := _state(one)) is not None}
    links = {one.element_id: element_url(one.element_id) for one in known}
    return tuple(
        DrawnDiagram(
            title=(title := file_title(compiled, file, procedure_name)),
            drawing=_drawn(
                compiled.bundle.files[file],
                tuple(sorted(states.items())),
                tuple(sorted(tokens.items())),
                tuple(sorted(links.items())),
                f"Open steps of {title}",
            ),
            is_main=file == main,
        )
        for file in (main, *(file for file in files if file != main))
        if file in compiled.bundle.files
    )


def _state(count: ElementCount) -> DrawnState | None:
    if count.incidents:
        return "failed"
    if count.overdue:
        return "overdue"
    return "active" if count.tokens else None


@lru_cache(maxsize=32)
def _drawn(
    source: bytes,
    states: tuple[tuple[str, DrawnState], ...],
    tokens: tuple[tuple[str, int], ...],
    links: tuple[tuple[str, str], ...],
    label: str,
) -> Markup:
    drawing = draw_diagram(
        source, states=dict(states), counts=dict(tokens), links=dict(links), label=label
    )
    return Markup(drawing)  # noqa: S704 - our own drawing
