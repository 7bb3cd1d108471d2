"""One text in the place of another, in every variable of a running instance."""

import pytest

from tests.engine.spiff.diagrams import each, end, file, path, process, start, user
from tests.engine.spiff.running import Runner

GIVEN = {"agencies": ["x", "y"], "raising_agency": "x", "note": "x-ray"}


def asking(**kwargs):
    parts = (start(), each("A", output="records"), user("B"), end(), path("S", "A", "B", "E"))
    return Runner(file(process(*parts)), variables=GIVEN, **kwargs)


def agencies(run):
    return [task.agency for task in run.process.open_tasks.values()]


@pytest.mark.parametrize("saving", [True, False])
def test_open_tasks_of_each_agency_keep_their_ids_and_change_their_agency(saving):
    run = asking(saving=saving)
    before = list(run.process.open_tasks)
    run.process.replace_value("x", "z")
    run.reload()
    assert list(run.process.open_tasks) == before
    assert agencies(run) == ["z", "y"]
    assert run.process.variables["agencies"] == ["z", "y"]
    assert run.process.variables["raising_agency"] == "z"


def test_what_was_collected_changes_too_and_longer_texts_stay():
    run = asking()
    run.do("A", place=0, agrees="no")
    run.process.replace_value("x", "z")
    run.do("A", agrees="yes")
    assert [record["agency"] for record in run.process.variables["records"]] == ["z", "y"]
    assert run.process.variables["note"] == "x-ray"


def test_nothing_moves_and_the_step_says_what_changed():
    run = asking()
    run.reload()
    run.process.replace_value("x", "z")
    changed = {change.name: change.value for change in run.process.step.variable_changes}
    assert changed["raising_agency"] == "z"
    assert run.process.step.passed == ()
    run.process.replace_value("nowhere", "z")
    assert run.open == ["A", "A"]
