"""The plan between two versions: what goes, what is different there, what cannot go."""

from engine.definitions.comparison import compare_bundles
from engine.definitions.compiled import compile_bundle
from engine.operations.migration.finishing import why_finish
from engine.operations.migration.plan import Verdict, plan_migration
from tests.support.engine import berkshire_bundle, bundle_with
from tests.support.standing import old_bundle


def plan_between(old, new):
    return plan_migration(compile_bundle(old), compile_bundle(new), compare_bundles(old, new))


def test_nothing_of_the_edition_of_2024_has_to_stay():
    plan = plan_between(old_bundle(), berkshire_bundle())
    assert plan.of(Verdict.CANNOT) == ()
    raise_step = plan.steps["Task_S0_Raise"]
    assert raise_step.verdict is Verdict.LOOK
    assert raise_step.form is not None
    assert any("short" in label.lower() for label in raise_step.form.gone)
    assert plan.steps["Timer_S1_24h"].verdict is Verdict.GOES


def test_the_same_version_changes_nothing():
    plan = plan_between(berkshire_bundle(), berkshire_bundle())
    assert plan.of(Verdict.CANNOT) == ()
    told = {one for step in plan.of(Verdict.LOOK) for one in step.reasons}
    assert told == {why_finish(plan.procedure, "S4")}
    assert len(plan.steps) > 20


def test_a_changed_limit_is_to_be_looked_at():
    new = bundle_with({"berkshire.bpmn": (">PT48H<", ">PT72H<")})
    plan = plan_between(berkshire_bundle(), new)
    changed = plan.steps["Timer_S4_48h"]
    assert changed.verdict is Verdict.LOOK
    assert any("72" in reason for reason in changed.reasons)
