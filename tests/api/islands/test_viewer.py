import json
import re

import pytest
from playwright.sync_api import expect

from tests.api.islands.pages import BPMN, SVG, Site

MARGIN_PX = 20
STATES = json.dumps({"Start": "done", "Task_Discuss": "done", "Task_Decide": "overdue"})
BODY = f"""
<p><a class="govuk-link" href="#d" data-diagram-element="Task_Decide">Decide</a></p>
<div id="d" class="concord-diagram" data-diagram-url="/diagram.bpmn" data-diagram-title="The case"
  data-diagram-states='{STATES}' data-diagram-taken='["Flow_1", "Flow_2"]'>{SVG}</div>"""


@pytest.fixture
def diagram(visit):
    page = visit(Site(body=BODY))
    page.locator(".concord-diagram--live").wait_for()
    return page


def zoom_of(page):
    transform = page.locator(".viewport").get_attribute("transform")
    return float(re.search(r"matrix\(([\d.]+)", transform)[1])


def test_the_servers_drawing_is_replaced_in_place(diagram, axe):
    expect(diagram.get_by_role("img", name="Drawn")).to_be_hidden()
    expect(diagram.get_by_text("Discuss the concern")).to_be_attached()
    axe()


def test_states_are_marked_by_class_and_in_words(diagram):
    expect(diagram.locator("[data-element-id=Task_Discuss]")).to_have_class(
        re.compile("concord-element--done")
    )
    expect(diagram.locator("[data-element-id=Task_Decide]")).to_have_class(
        re.compile("concord-element--overdue")
    )
    expect(diagram.locator("[data-element-id=Flow_2]")).to_have_class(
        re.compile("concord-flow--taken")
    )
    expect(diagram.locator(".concord-badge")).to_have_text(["Overdue"])


def test_a_long_diagram_opens_where_the_case_stands(diagram):
    expect(diagram.locator(".concord-badge", has_text="Overdue")).to_be_in_viewport()


def test_a_step_at_the_edge_leaves_no_emptiness_beside_the_diagram(diagram):
    step = diagram.locator("[data-element-id=Task_Decide] .djs-visual").bounding_box()
    frame = diagram.locator(".concord-diagram__canvas").bounding_box()
    beside = frame["x"] + frame["width"] - (step["x"] + step["width"])
    assert 0 <= beside <= MARGIN_PX


def test_the_mark_of_bpmn_io_stays_visible(diagram):
    mark = diagram.locator(".bjs-powered-by")
    expect(mark).to_be_visible()
    box = mark.bounding_box()
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    assert diagram.evaluate(
        "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.bjs-powered-by'))", middle
    )


def test_buttons_and_keys_zoom(diagram):
    diagram.get_by_role("button", name="Show all").click()
    everything = zoom_of(diagram)
    diagram.get_by_role("button", name="Zoom in").click()
    assert zoom_of(diagram) > everything
    diagram.get_by_role("group", name="The case").focus()
    diagram.keyboard.press("+")
    nearer = zoom_of(diagram)
    diagram.keyboard.press("-")
    assert zoom_of(diagram) < nearer
    diagram.keyboard.press("0")
    assert zoom_of(diagram) == everything


def test_the_keys_are_told_in_words(diagram):
    expect(diagram.get_by_text("With the keyboard: arrow keys move the diagram")).to_be_visible()


def test_show_all_fits_the_width_and_a_tall_diagram_makes_its_frame_taller(page, visit):
    tall = BPMN.replace('x="3000" y="100"', 'x="700" y="3000"').replace(
        'x="3000" y="140"', 'x="700" y="3040"'
    )
    visit(Site(body=BODY, diagram=tall))
    page.locator(".concord-diagram--live").wait_for()
    page.get_by_role("button", name="Show all").click()
    assert zoom_of(page) == 1
    frame = page.get_by_role("group", name="The case").bounding_box()
    assert frame["height"] > 2900
    lowest = page.locator("[data-element-id=Task_Decide]").bounding_box()
    assert lowest["y"] + lowest["height"] < frame["y"] + frame["height"]


def test_the_mark_tells_its_licence_under_the_strict_policy(diagram):
    diagram.locator(".bjs-powered-by").click()
    expect(diagram.get_by_text("Web-based tooling for BPMN")).to_be_visible()


def test_arrow_keys_move_the_diagram(diagram):
    before = diagram.locator(".viewport").get_attribute("transform")
    diagram.get_by_role("group", name="The case").focus()
    diagram.keyboard.press("ArrowLeft")
    assert diagram.locator(".viewport").get_attribute("transform") != before


def test_a_link_brings_its_element_into_view(diagram):
    diagram.get_by_role("button", name="Zoom in").click(click_count=5)
    diagram.get_by_role("group", name="The case").focus()
    for _ in range(40):
        diagram.keyboard.press("ArrowLeft")
    expect(diagram.locator("[data-element-id=Task_Decide]")).not_to_be_in_viewport()
    diagram.get_by_role("link", name="Decide").click()
    expect(diagram.locator("[data-element-id=Task_Decide]")).to_be_in_viewport()


def test_the_wheel_scrolls_the_page_and_not_the_diagram(diagram):
    before = diagram.locator(".viewport").get_attribute("transform")
    diagram.get_by_role("group", name="The case").hover()
    diagram.mouse.wheel(0, 300)
    assert diagram.locator(".viewport").get_attribute("transform") == before


@pytest.mark.parametrize("source", ["", "no diagram", BPMN[: len(BPMN) // 2]])
def test_the_servers_drawing_stays_when_the_diagram_cannot_be_read(page, visit, complaints, source):
    with page.expect_console_message(lambda heard: "The drawing of the server stays" in heard.text):
        visit(Site(body=BODY, diagram=source))
    expect(page.locator(".concord-diagram__viewer")).to_have_count(0)
    expect(page.get_by_role("img", name="Drawn")).to_be_visible()
    complaints.clear()


def test_nothing_is_wider_than_a_small_telephone(page, diagram):
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
