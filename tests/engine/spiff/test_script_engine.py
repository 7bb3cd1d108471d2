import pytest

from engine.spiff.script_engine import CodeRefused
from forms.feel import FeelError
from tests.engine.spiff.diagrams import end, file, path, process, start, user
from tests.engine.spiff.running import Runner

SOURCE = file(process(start(), user("A"), end(), path("S", "A", "E")))


def script_engine():
    run = Runner(SOURCE, variables={"x": 2})
    workflow = run.process._workflow
    (task,) = [task for task in workflow.tasks.values() if task.task_spec.name == "A"]
    return workflow.script_engine, task


def test_spiffworkflow_gets_feel_over_the_scopes_of_the_task():
    engine, task = script_engine()
    assert engine.evaluate(task, "=x + 1") == 3
    assert engine.evaluate(task, "x + 1", external_context={"x": 9}) == 3
    assert engine.evaluate(task, "nobody") is None


@pytest.mark.parametrize("python", ["__import__('os')", "().__class__", "[c for c in x]"])
def test_spiffworkflow_gets_no_python(python):
    engine, task = script_engine()
    with pytest.raises(FeelError):
        engine.evaluate(task, python)


def test_every_other_way_to_code_is_shut():
    engine, task = script_engine()
    for door in (
        lambda: engine.environment,
        lambda: engine.execute(task, "x = 1"),
        lambda: engine.execute(task, script="x = 1", external_context={}),
        lambda: engine.call_service(task, operation="rm"),
        lambda: engine.validate("1"),
    ):
        with pytest.raises(CodeRefused):
            door()
