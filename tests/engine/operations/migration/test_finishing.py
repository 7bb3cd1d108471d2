"""Cases at the last stage should finish on the version with which they began."""

import pytest

from engine.operations.migration.finishing import free_to_go, why_finish
from engine.operations.migration.plan import Verdict
from engine.runtime.locking import task_openings
from tests.engine.operations.migration.test_plan import plan_between
from tests.support.engine import MANAGER, berkshire_bundle
from tests.support.invariants import broken_invariants
from tests.support.migrating import instances_of, migrate, publish
from tests.support.standing import old_bundle

S1_STEP = "Task_S1_Contact"


def test_the_plan_says_so_at_each_step_of_the_stage_with_the_clause():
    plan = plan_between(old_bundle(), berkshire_bundle())
    for element_id in ("Task_S4_Arrange", "Timer_S4_48h"):
        step = plan.steps[element_id]
        assert step.verdict is Verdict.LOOK
        assert "should finish on the version with which it began" in step.reasons[0]
        assert "S4-05" in step.reasons[0]
    assert plan.steps["Task_S3_Contact"].verdict is not Verdict.CANNOT
    assert not any("should finish" in one for one in plan.steps["Task_S3_Contact"].reasons)


@pytest.mark.parametrize(("stage", "is_told"), [("S3", False), ("S4", True), ("closing", True)])
def test_it_holds_from_the_stage_on(stage, is_told):
    procedure = plan_between(old_bundle(), berkshire_bundle()).procedure
    assert (why_finish(procedure, stage) is not None) == is_told


def test_an_administrator_may_still_choose_such_a_case(berkshire):
    house, started = berkshire, berkshire.climb("Task_S4_Arrange")
    new = publish(house, {"berkshire.bpmn": (">PT48H<", ">PT72H<")})
    (instance,) = instances_of(house, started)
    with house.engine.open_reading() as work:
        procedure = house.engine.definitions.compiled(work, new).procedure
        assert free_to_go(work, procedure, [instance.id]) == []
    (item,) = migrate(house, [instance], new)
    assert item.state == "done"
    assert "should finish on the version" in item.outcome


def test_another_lane_asks_its_people_and_frees_the_step(berkshire):
    house, started = berkshire, berkshire.climb(S1_STEP)
    task = house.task(started.case_id, S1_STEP)
    lane = ('Lane_LineManagers = "line-manager"', 'Lane_LineManagers = "next-level-manager"')
    new = publish(house, {"procedure.toml": lane})
    migrate(house, instances_of(house, started), new)
    after = house.task(started.case_id, S1_STEP)
    assert (after.id, after.due_at, after.role) == (task.id, task.due_at, "next-level-manager")
    with house.engine.open_reading() as work:
        roles = {one.group.role for one in task_openings(work, task.id)}
    assert roles == {"next-level-manager"}
    assert broken_invariants(house.engine) == []
    assert MANAGER[0] not in roles


def test_a_step_that_would_be_for_nobody_keeps_its_case(berkshire):
    house, started = berkshire, berkshire.climb(S1_STEP)
    nobody = ('Lane_LineManagers = "line-manager"', """Lane_LineManagers = '=""'""")
    new = publish(house, {"procedure.toml": nobody})
    (item,) = migrate(house, instances_of(house, started), new)
    assert (item.state, item.outcome) == (
        "refused",
        "“Review information, resolve the concern” would be for nobody in the new version.",
    )
    assert broken_invariants(house.engine) == []
