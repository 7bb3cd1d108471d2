"""The commands of README and API page, typed into a shell beside a running demonstration."""

import json
import re
import shutil
from collections import Counter

import pytest

from api.pages.frame import CLOCK_STEPS
from api.procedure_files import WORKFLOWS, read_edition
from engine.definitions.compiled import compile_bundle
from engine.vocabulary import Happening, Role
from tests.docs.pages import blocks, read_page, rows, section

README = read_page("README.md")
BY_HAND = section(README, "A whole case, by hand")
AFTERWARDS = """
ask "$PRACTITIONER" GET "/cases/$CASE"
ask "$PRACTITIONER" GET "/cases/$CASE/history"
"""

needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")


@needs_curl
def test_the_readme_takes_a_case_through_every_level_to_its_end(demonstration):
    commands = "\n".join(blocks(section(README, "The same by `curl`"), "sh"))
    *printed, shown, history = demonstration.type_in(commands + AFTERWARDS).splitlines()
    assert printed[-1].endswith("The case ended: Closed unresolved")

    case = json.loads(shown)
    assert case["outcome_element_id"] == "End_Unresolved"
    assert case["ended_at"]
    assert case["open_tasks"] == []
    assert not case["status"]["is_danger_open"]
    happened = Counter(event["kind"] for event in json.loads(history)["items"])
    assert happened[Happening.TIMER_FIRED] == 4
    assert happened[Happening.MESSAGE_RECEIVED] == 1
    assert happened[Happening.TASK_COMPLETED] == 13
    assert happened[Happening.INCIDENT_RAISED] == 0


@needs_curl
def test_the_commands_of_the_api_page_do_what_it_says(demonstration):
    commands = "\n".join(blocks(read_page("docs/api.md"), "sh"))
    printed = [line for line in demonstration.type_in(commands).splitlines() if line]
    _, _, first, again, unchanged, refused = printed
    assert first == again
    assert json.loads(first)["reference"]
    assert unchanged == "304"
    problem = json.loads(refused)
    (example,) = (json.loads(text) for text in blocks(read_page("docs/api.md"), "json"))
    assert {name: problem[name] for name in example if name != "errors"} == {
        name: value for name, value in example.items() if name != "errors"
    }
    assert example["errors"][0] in problem["errors"]
    assert len(problem["errors"]) > 1


def people_and_steps():
    """Yield the role and the words of each row; “the same” is who was named last."""
    role = ""
    for _, person, words, _ in rows(BY_HAND, "", "log in as"):
        role = role if person == "the same" else person.rpartition(": ")[2]
        yield Role(role.lower().replace(" ", "-")), words


def test_the_steps_by_hand_are_those_of_the_diagram_and_of_these_roles():
    compiled = compile_bundle(read_edition(WORKFLOWS / "berkshire" / "2026-03-25"))
    tasks = {
        element.name: element
        for process in ("berkshire_escalation", "record_and_share")
        for element in compiled.library.elements(process)
        if element.type == "userTask"
    }
    titles = {form.title for form in compiled.forms.values()}
    done = [
        (tasks[name], role)
        for role, words in people_and_steps()
        for name in re.findall(r"“([^”]+)”", words)
        if name not in titles - tasks.keys()
    ]
    assert len(done) == 10
    for task, role in done:
        roles = compiled.procedure.lane_roles[task.lane_id]
        assert roles.startswith("=") or role in roles.split("; "), task.name


def test_the_buttons_by_hand_are_on_the_clock():
    labels = {label for _, label in CLOCK_STEPS}
    pressed = re.findall(r"\*\*(\+[^*]+)\*\*", BY_HAND)
    assert len(pressed) == 4
    assert set(pressed) <= labels
