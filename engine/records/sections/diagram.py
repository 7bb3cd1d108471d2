"""The procedure's diagrams with the path that the case has taken, in parts that can be read."""

from collections.abc import Iterator

from engine.definitions.diagram import read_diagram
from engine.definitions.drawing import draw_diagram
from engine.definitions.names import one_line
from engine.english import listed
from engine.records.bands import Drawing, cut_into_bands, whole_drawing
from engine.records.blocks import Block, Paragraph, Picture, Section
from engine.records.case_file import CaseFile

FONT = "Source Sans Pro"
SCREEN_FONT = "Arial, Helvetica, sans-serif"
EXPLAINED = (
    "What is green and ticked was done, and thick green lines were followed. A blue frame with an "
    "arrow is open, a red one with a clock is overdue. The table of steps says the same in words. "
    "The pages that follow show the whole, then each part that the case reached, larger."
)
STATES = {"done": "Done", "active": "Open", "overdue": "Overdue", "failed": "Stopped by a failure"}
TOLD = frozenset({"userTask", "callActivity", "endEvent", "subProcess"})
"""Kinds of elements that the words beside a picture name."""


def diagram(file: CaseFile) -> Section:
    """Return the diagrams that the case has come to, the main one first."""
    blocks: list[Block] = [Paragraph(EXPLAINED)]
    for path in _paths(file):
        blocks.extend(_pictures(file, file.compiled.bundle.files[path]))
    return Section("The path of the case", blocks)


def _paths(file: CaseFile) -> list[str]:
    main, files = file.compiled.procedure.main, file.compiled.bundle.files
    others = sorted(path for path in files if path.endswith(".bpmn") and path != main)
    return [main, *(path for path in others if _is_reached(file, files[path]))]


def _is_reached(file: CaseFile, xml: bytes) -> bool:
    return any(node.id in file.marks.states for node in read_diagram("", xml).all_nodes)


def _pictures(file: CaseFile, xml: bytes) -> Iterator[Picture]:
    marks = file.marks
    svg = draw_diagram(xml, states=marks.states, taken=set(marks.taken), counts=marks.counts)
    # Drawn for screens; the record has its own letters, which are a little narrower.
    svg = svg.replace(f'font-family="{SCREEN_FONT}"', f'font-family="{FONT}"', 1)
    name = _name(xml)
    bands = cut_into_bands(xml, svg)
    if len(bands) > 1:
        yield _picture(file, whole_drawing(xml, svg), name, is_wide=False)
    reached = [(n, band) for n, band in enumerate(bands, start=1) if _states(file, band)]
    for number, band in reached:
        part = f", part {number} of {len(bands)}" if len(bands) > 1 else ""
        yield _picture(file, band, f"{name}{part}", is_wide=True)


def _name(xml: bytes) -> str:
    names = [one_line(process.get("name")) for process in read_diagram("", xml).processes]
    return next(filter(None, names), "Procedure")


def _picture(file: CaseFile, drawing: Drawing, name: str, *, is_wide: bool) -> Picture:
    told = _states(file, drawing) or "The case has not come here."
    alternative = f"Diagram “{name}” with the path of the case. {told}"
    return Picture(drawing.svg, alternative, name, is_wide)


def _states(file: CaseFile, drawing: Drawing) -> str:
    """Return in words what a picture shows; empty when the case has not come to any of it."""
    sentences = [
        f"{words}: {listed(names)}."
        for state, words in STATES.items()
        if (names := [*_named(file, drawing, state)])
    ]
    undone = sorted(drawing.element_ids & file.marks.left_undone)
    if undone:
        names = [file.compiled.library.element(one).name for one in undone]
        sentences.append(f"Closed undone: {listed(names)}.")
    return " ".join(sentences)


def _named(file: CaseFile, drawing: Drawing, state: str) -> Iterator[str]:
    """Yield the names of the elements in a state, in the order of the diagram's file."""
    library = file.compiled.library
    for process_id in library.processes:
        for element in library.elements(process_id):
            is_there = element.id in drawing.element_ids and element.type in TOLD
            if is_there and file.marks.states.get(element.id) == state:
                yield element.name
