"""The diagrams of a procedure, whole and in parts that can be read on paper."""

from collections.abc import Iterator, Mapping

from engine.definitions.documentation.model import Documentation, DrawnFile
from engine.definitions.drawing import draw_diagram
from engine.english import listed
from engine.records.bands import Drawing, cut_into_bands, whole_drawing
from engine.records.blocks import Picture
from engine.records.sections.diagram import FONT, SCREEN_FONT


def pictures(documentation: Documentation, files: Mapping[str, bytes]) -> Iterator[Picture]:
    """Yield every diagram: the whole, and where it is tall its bands from top to bottom."""
    for drawn in documentation.drawings:
        xml = files[drawn.path]
        # Drawn for screens; paper has its own letters, which are a little narrower.
        svg = draw_diagram(xml, states={})
        svg = svg.replace(f'font-family="{SCREEN_FONT}"', f'font-family="{FONT}"', 1)
        bands = cut_into_bands(xml, svg)
        whole = whole_drawing(xml, svg)
        words = _alternative(documentation, drawn, whole)
        yield Picture(whole.svg, words, drawn.name, is_wide=len(bands) == 1, path=drawn.path)
        for number, band in enumerate(bands, start=1) if len(bands) > 1 else ():
            words = _alternative(documentation, drawn, band)
            caption = f"{drawn.name}, part {number} of {len(bands)}"
            yield Picture(band.svg, words, caption, is_wide=True)


def _alternative(documentation: Documentation, drawn: DrawnFile, drawing: Drawing) -> str:
    names = [
        step.name
        for part in documentation.parts
        for step in part.steps
        if step.element_id in drawing.element_ids & drawn.element_ids
    ]
    steps = f" Steps: {listed(names)}." if names else ""
    return f"Diagram “{drawn.name}”.{steps} The tables say the same in words."
