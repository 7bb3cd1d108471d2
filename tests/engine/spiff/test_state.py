import json
import logging

import pytest

from engine.spiff.failures import StateUnreadable
from engine.spiff.process import RunningProcess
from tests.engine.spiff.diagrams import (
    boundary,
    duration,
    each,
    end,
    file,
    flow,
    notify,
    path,
    process,
    start,
    sub,
    user,
    xor,
)
from tests.engine.spiff.running import Runner

TASK = file(process(start(), user("A"), end(), path("S", "A", "E")))


def rework():
    """Return a process of two tasks in a loop, one with a timer, in a sub-process."""
    limit = boundary("T", "A", duration("PT24H"), interrupting=False) + notify("N") + end("F")
    flows = path("S2", "M", "A", "B", "G") + path("T", "N", "F")
    loop = flow("G", "M") + flow("G", "E2", '=done = "yes"')
    inner = sub(
        "P",
        start("S2"),
        xor("M"),
        user("A"),
        user("B"),
        xor("G", "G-M"),
        limit,
        end("E2"),
        flows,
        loop,
    )
    return file(process(start(), inner, end(), path("S", "P", "E")))


def test_the_hundredth_task_finds_a_state_no_larger_than_the_fifth():
    run, sizes = Runner(rework()), []
    for _ in range(50):
        run.wait(hours=25)
        run.do("A", x="1").do("B", x="2")
        sizes.append(len(run.process.dump()))
    assert max(sizes) == sizes[2]


def test_the_task_tree_does_not_grow_deeper_than_spiffworkflow_can_walk():
    run = Runner(rework())
    for _ in range(300):
        run.do("A").do("B")
    assert run.do("A").do("B", done="yes").process.is_ended


def test_the_state_says_its_format_and_its_process():
    state = json.loads(Runner(TASK).process.dump())
    assert (state["format"], state["process"]) == (1, "main")


def test_a_state_can_be_saved_twice_with_the_same_bytes():
    run = Runner(TASK)
    saved = run.process.dump()
    run.reload()
    assert run.process.dump() == saved


@pytest.mark.parametrize(
    ("old", "new"),
    [('"format":1', '"format":0'), ('"main"', '"other"'), ('"A"', '"Gone"'), ("{", "")],
)
def test_a_state_that_does_not_fit_is_refused(old, new):
    run = Runner(TASK)
    state = run.process.dump().decode().replace(old, new, 1).encode()
    with pytest.raises(StateUnreadable):
        RunningProcess.load(run.library, "main", state, run.host)


def test_the_end_of_an_instance_can_be_saved():
    run = Runner(TASK).do("A")
    loaded = RunningProcess.load(run.library, "main", run.process.dump(), run.host)
    assert loaded.is_ended
    assert loaded.end_element_ids == ("E",)
    loaded.advance()
    assert loaded.step.passed == ()


def test_loading_does_not_move_the_instance():
    limit = boundary("T", "A", duration("PT1H")) + end("F") + path("T", "F")
    run = Runner(file(process(start(), user("A"), end(), limit, path("S", "A", "E"))))
    run.host.wait(hours=2)
    run.reload()
    assert (run.open, list(run.due)) == (["A"], ["T"])
    run.process.advance()
    assert (run.open, run.process.is_ended) == ([], True)


def test_nothing_of_a_case_is_logged(caplog):
    source = file(process(start(), each("A", output="r"), end(), path("S", "A", "E")))
    with caplog.at_level(logging.DEBUG):
        run = Runner(source, variables={"agencies": ["x"], "secret": "child"})
        run.do("A", answer="child")
    assert "child" not in caplog.text
    assert not [record for record in caplog.records if record.name.startswith("spiff")]


def test_task_data_of_spiffworkflow_stays_empty():
    run = Runner(rework()).do("A", secret="child").do("B")
    workflow = run.process._workflow
    tasks = [*workflow.tasks.values()]
    tasks += [task for sub in workflow.subprocesses.values() for task in sub.tasks.values()]
    assert {str(task.data) for task in tasks} == {"{}"}
    assert workflow.data == {}
