import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.definitions.diagram import NotBpmnError
from engine.definitions.drawing import draw_diagram
from engine.spiff.document import DocumentRefused
from tests.architecture.source import ROOT
from tests.engine.definitions.writing import drawn_task, one_task

DIAGRAMS = sorted(ROOT.glob("workflows/*/*/*.bpmn"))
BERKSHIRE = next(ROOT.glob("workflows/berkshire/2026-*/berkshire.bpmn")).read_bytes()
SVG = "{http://www.w3.org/2000/svg}"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def parsed(**details):
    return etree.fromstring(draw_diagram(drawn_task(), states=details.pop("states", {}), **details))


def group(svg, element_id):
    (found,) = svg.iterfind(f".//{SVG}g[@data-element-id='{element_id}']")
    return found


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_every_element_that_has_a_place_is_drawn(path):
    source = path.read_bytes()
    svg = etree.fromstring(draw_diagram(source, states={}))
    placed = set(
        re.findall(r'bpmnElement="([^"]+)"', source.decode().split("<bpmndi:BPMNPlane", 1)[1])
    )
    plane = re.search(r'<bpmndi:BPMNPlane[^>]*bpmnElement="([^"]+)"', source.decode())[1]
    assert {g.get("data-element-id") for g in svg.iter(f"{SVG}g")} - {None} == placed - {plane}


def test_a_strict_content_security_policy_holds():
    states = {"Task_S1_Contact": "overdue", "Task_S0_Raise": "done"}
    picture = draw_diagram(BERKSHIRE, states=states, counts={"Task_S1_Contact": 2})
    svg = etree.fromstring(picture)
    assert not [e for e in svg.iter() if e.get("style") is not None]
    tags = {etree.QName(e).localname for e in svg.iter()}
    assert tags <= {"svg", "g", "rect", "circle", "polygon", "path", "text", "tspan", "title"}
    assert "url(" not in picture
    assert not [name for e in svg.iter() for name in e.attrib if name.startswith("on")]


def test_states_are_said_by_mark_and_word_not_only_by_colour():
    marks = {}
    for state, word in {
        "done": "completed",
        "active": "in progress",
        "overdue": "overdue",
        "failed": "stopped by a failure",
    }.items():
        svg = parsed(states={"Task_A": state})
        assert group(svg, "Task_A").findtext(f"{SVG}title") == f"User task: Do Task_A, {word}"
        assert f"is-{state}" in group(svg, "Task_A").get("class").split()
        (mark,) = svg.iterfind(f".//{SVG}g[@class='bpmn-mark is-{state}']")
        marks[state] = mark.find(f"{SVG}path").get("d")
    assert len(set(marks.values())) == len(marks)


def test_a_taken_flow_is_thicker():
    def width(svg):
        return float(group(svg, "Begin_to_Task_A").find(f"{SVG}path").get("stroke-width"))

    assert width(parsed(taken={"Begin_to_Task_A"})) > width(parsed())


def test_counts_are_shown_and_said():
    svg = parsed(states={"Task_A": "active"}, counts={"Task_A": 12})
    assert "12 open" in group(svg, "Task_A").findtext(f"{SVG}title")
    assert [
        t.findtext(f"{SVG}tspan") for t in svg.iterfind(f".//{SVG}g[@class='bpmn-count']/{SVG}text")
    ] == ["12"]


def test_elements_can_be_links():
    svg = parsed(links={"Task_A": "/cases/1?a=1&b=2"})
    (link,) = svg.iter(f"{SVG}a")
    assert link.get("href") == "/cases/1?a=1&b=2"
    assert link.find(f"{SVG}g").get("data-element-id") == "Task_A"
    assert svg.get("role") == "group"  # an image would hide its links


def test_the_picture_has_an_accessible_name():
    assert parsed().get("aria-label") == "Diagram: Test"
    assert parsed().get("role") == "img"
    assert parsed(label="Case BRK-1").get("aria-label") == "Case BRK-1"


def test_a_non_interrupting_event_is_dashed_and_an_event_sub_process_dotted():
    svg = etree.fromstring(draw_diagram(BERKSHIRE, states={}))
    dashes = [c.get("stroke-dasharray") for c in group(svg, "Timer_S1_24h").iter(f"{SVG}circle")]
    assert dashes == ["6 4", "6 4"]
    solid = [
        c.get("stroke-dasharray") for c in group(svg, "Timer_S0_OneWorkingDay").iter(f"{SVG}circle")
    ]
    assert solid == [None, None]
    assert group(svg, "ESP_Danger").find(f"{SVG}rect").get("stroke-dasharray") == "1 5"


def test_a_diagram_without_layout_says_so():
    assert "no layout" in draw_diagram(one_task(), states={})


def test_what_is_no_diagram_is_refused():
    with pytest.raises(DocumentRefused):
        draw_diagram(b"x", states={})
    with pytest.raises(NotBpmnError):
        draw_diagram(b"<svg/>", states={})


@settings(max_examples=50)
@given(TEXTS, TEXTS)
def test_no_name_can_become_markup(name, label):
    safe = "".join(c for c in name if c.isprintable() and c not in '<>&"')
    nasty = f"&lt;script&gt;{safe}&lt;/script&gt;&quot; onload=&quot;x"
    source = drawn_task().replace(b"Do Task_A", nasty.encode())
    svg = etree.fromstring(draw_diagram(source, states={}, label=label, links={"Task_A": label}))
    assert not list(svg.iter(f"{SVG}script"))
    assert not [e for e in svg.iter() if e.get("onload")]


@settings(max_examples=40)
@given(st.randoms(use_true_random=False))
def test_a_layout_of_nonsense_is_drawn_all_the_same(chance):
    numbers = ["NaN", "inf", "-1e300", "", "x", "0", "-5", "99999", "1e3"]
    text = re.sub(
        r'\b(x|y|width|height)="[^"]*"',
        lambda m: f'{m[1]}="{chance.choice(numbers)}"' if chance.random() < 0.3 else m[0],
        BERKSHIRE.decode(),
    )
    etree.fromstring(draw_diagram(text.encode(), states={}))
