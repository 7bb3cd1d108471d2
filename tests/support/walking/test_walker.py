"""The walker finds what is broken: otherwise its silence would be worth nothing."""

import re

import pytest
from sqlalchemy import delete

from engine.persistence.instances import Timer
from engine.trial.scenario import read_scenario
from tests.support.engine import berkshire_bundle, bundle_with
from tests.support.walking.house import House
from tests.support.walking.submitting import WalkFailed
from tests.support.walking.walker import walk_often

DIAGRAM, PROCEDURE = "berkshire.bpmn", "procedure.toml"


class ForgetfulHouse(House):
    """Loses its waiting timers whenever the server is stopped."""

    def restart(self) -> None:
        """Begin anew, without timers."""
        super().restart()
        with self.engine.open_unit_of_work() as work:
            work.session.execute(delete(Timer))
            work.commit()


SAFE = '=child_safe_now = "yes"'
NEVER_SAFE = {DIAGRAM: (SAFE, f'{SAFE} and case_reference = "none"')}


def walked_into(tmp_path, bundle, house=House):
    """Walk until something breaks, and return what is said."""
    walking = house(f"sqlite:///{tmp_path / 'walks.db'}", bundle)
    with pytest.raises(WalkFailed) as failure:
        walk_often(walking, bundle, walks=60, seed=1, shrinks=False)
    walking.close()
    return str(failure.value)


def test_an_alert_that_cannot_be_closed_is_found(tmp_path):
    bundle = bundle_with(NEVER_SAFE)
    assert "has not ended after" in walked_into(tmp_path, bundle)


def test_a_task_that_nobody_may_do_is_found(tmp_path):
    # Nobody stands above that role, so that nobody stands in.
    lane = 'Lane_DepartmentalHeads = "departmental-head"'
    bundle = bundle_with(
        {PROCEDURE: (lane, lane.replace("departmental-head", "agency-representative"))}
    )
    assert re.match("nobody may do Task_S4_", walked_into(tmp_path, bundle))


def test_a_lost_timer_is_found(tmp_path):
    assert "other timers" in walked_into(tmp_path, berkshire_bundle(), ForgetfulHouse)


def test_a_limit_that_cannot_be_worked_out_is_found(tmp_path):
    bundle = bundle_with({DIAGRAM: ("=working day deadline(now(), 1)", "=no_such_deadline")})
    assert "an incident" in walked_into(tmp_path, bundle)


def test_a_walk_that_fails_is_told_as_a_scenario(tmp_path):
    bundle = bundle_with(NEVER_SAFE)
    _, _, story = walked_into(tmp_path, bundle).partition("\n\n")
    scenario = read_scenario(story.encode())
    assert scenario.steps[-1].target == "Task_Danger_Act"
