from engine.definitions.drawing import SHADES, Heat, draw_heat
from tests.support.engine import berkshire_bundle

SLOW = Heat(4, "2 days", "half within 2 days; 1 of 3 limits missed", is_missed=True)


def test_a_step_is_coloured_and_says_in_words_what_the_colour_means():
    xml = berkshire_bundle().files["berkshire.bpmn"]
    svg = draw_heat(
        xml,
        {"Task_S1_Contact": SLOW},
        counts={"Task_S1_Contact": 3},
        links={"Task_S1_Contact": "#step-Task_S1_Contact"},
        label="Times",
    )
    assert svg.count(SHADES[4]) == 1
    assert "half within 2 days; 1 of 3 limits missed, 3 open" in svg
    assert ">2 days<" in svg
    assert 'href="#step-Task_S1_Contact"' in svg
    assert "This diagram has no layout" in draw_heat(
        b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D"/>',
        {},
        label="Times",
    )
