"""A drawing is cut so that each part can be read, whole and without what stands elsewhere."""

import pytest
from lxml import etree

from engine.definitions.diagram import read_diagram
from engine.definitions.drawing import draw_diagram
from engine.definitions.layout.plane import read_plane
from engine.records.bands import HIGHEST, cut_into_bands, whole_drawing
from tests.workflows.editions import EDITIONS, bundle_of, title_of

DIAGRAMS = [
    pytest.param(xml, id=f"{title_of(edition)}-{path}")
    for edition in EDITIONS
    for path, xml in sorted(bundle_of(edition).files.items())
    if path.endswith(".bpmn")
]


def drawn(xml):
    return draw_diagram(xml, states={})


def view(svg):
    left, top, width, height = map(float, etree.fromstring(svg).get("viewBox").split())
    return left, top, width, height


@pytest.mark.parametrize("xml", DIAGRAMS)
def test_the_bands_together_are_the_whole_and_each_fits_a_page(xml):
    svg = drawn(xml)
    left, top, width, height = view(svg)
    bands = cut_into_bands(xml, svg)
    views = [view(band.svg) for band in bands]
    assert all((one[0], one[2]) == (left, width) for one in views)
    assert [one[1] for one in views] == pytest.approx(
        [top, *(one[1] + one[3] for one in views[:-1])]
    )
    assert sum(one[3] for one in views) == pytest.approx(height)
    assert all(one[3] <= width * HIGHEST + 1 for one in views)


@pytest.mark.parametrize("xml", DIAGRAMS)
def test_every_step_is_in_one_band_and_cut_by_none(xml):
    bands = cut_into_bands(xml, drawn(xml))
    cuts = [view(band.svg)[1] for band in bands][1:]
    steps = [
        shape
        for shape in read_plane(read_diagram("", xml)).shapes.values()
        if shape.kind == "userTask"
    ]
    assert steps
    for shape in steps:
        assert sum(shape.id in band.element_ids for band in bands) == 1
        assert not any(shape.box.top < cut < shape.box.bottom for cut in cuts)


@pytest.mark.parametrize("xml", DIAGRAMS)
def test_a_band_holds_the_words_of_its_own_steps_only(xml):
    steps = {
        shape.id: shape.name
        for shape in read_plane(read_diagram("", xml)).shapes.values()
        if shape.kind == "userTask"
    }
    for band in cut_into_bands(xml, drawn(xml)):
        groups = etree.fromstring(band.svg).iter("{http://www.w3.org/2000/svg}g")
        shown = {group.get("data-element-id") for group in groups} & steps.keys()
        assert shown == band.element_ids & steps.keys()


def test_the_whole_drawing_holds_everything():
    edition = bundle_of(EDITIONS[0])
    xml = next(xml for path, xml in edition.files.items() if path.endswith(".bpmn"))
    plane = read_plane(read_diagram("", xml))
    assert whole_drawing(xml, drawn(xml)).element_ids == {*plane.shapes, *plane.edges}
