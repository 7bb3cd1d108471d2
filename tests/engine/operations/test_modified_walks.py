"""In every edition, administrators move random cases about: all holds, and undoing is exact."""

from random import Random

import pytest
from sqlalchemy import select

from engine.access import Actor
from engine.operations.acting import Asked, open_target
from engine.operations.asking import ask_operation
from engine.operations.kinds import kind_of
from engine.operations.undoing import undo_operation
from engine.persistence.cases import Case
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.operations import OperationItem
from engine.persistence.tasks import Submission, TaskCandidate, UserTask
from engine.persistence.writing import columns_of
from engine.vocabulary import InstanceState, ItemState, Role
from tests.support.invariants import broken_chains
from tests.support.walking.checks import state_faults
from tests.support.walking.house import House
from tests.support.walking.plan import VERBS
from tests.support.walking.walk import Walk
from tests.workflows.editions import EDITIONS, bundle_of, title_of

LEAST_WALKS, MOST_WALKS, LEAST_DONE = 3, 30, 6
"""Some walks end soon, or refuse much: others follow until enough was done."""
KINDS = ("move_token", "move_token", "go_back", "skip_step", "correct_value")


class ModifiedWalk(Walk):
    """Lets people do as they like, and an administrator interfere now and then."""

    def meddle(self, steps):
        """Go on for some steps; return what became of each operation."""
        outcomes = []
        for _ in range(steps):
            if self._has_ended():
                break
            if self._dice.number(3) == 0:
                outcomes.extend(self._operate())
            else:
                self._do(self._dice.choose(VERBS))
            assert state_faults(self._house.engine, self.case_id) == []
            self._check_waiting()
        return outcomes

    def _operate(self):
        instance, kind = self._instance(), self._dice.choose(KINDS)
        answers = self._answers(instance, kind)
        if answers is None:
            return
        before, texts = self._rows(instance), self._texts()
        actor = self._administrator()
        operation_id = ask_operation(
            self._house.engine, actor, kind, [instance], answers, "A random act."
        )
        with self._house.engine.open_reading() as work:
            item = work.session.get_one(OperationItem, (operation_id, 1))
        assert item.state != ItemState.FAILED, (kind, answers, item.outcome)
        assert texts == self._texts()
        if item.state == ItemState.REFUSED:
            assert self._rows(instance) == before
        elif self._dice.number(2) == 0:
            undo_operation(self._house.engine, actor, operation_id, 1, "A random undoing.")
            after = self._rows(instance)
            opened = after["tasks"].keys() - before["tasks"].keys()
            assert all(after["tasks"].pop(one)["state"] == "cancelled" for one in opened)
            assert after == before
        yield kind, item.state

    def _answers(self, instance, kind):
        chosen = kind_of(kind)
        asked = Asked(chosen, {}, "")
        with self._house.engine.open_unit_of_work() as work:
            target = open_target(self._house.engine, work, self._administrator(), instance, asked)
            if target.instance.state != InstanceState.ACTIVE:
                return None
            answers = {}
            for question in chosen.questions:
                options = question.options(target) if question.options else ()
                if question.is_required and not options and question.key != "value":
                    return None
                if question.is_required and options:
                    answers[question.key] = self._dice.choose(options).value
            if kind == "correct_value":
                answers["value"] = self._dice.choose(["yes", "no", "resolved", "not_resolved"])
            return answers

    def _instance(self):
        with self._house.engine.open_reading() as work:
            query = select(ProcessInstance.id).where(ProcessInstance.case_id == self.case_id)
            return self._dice.choose(sorted(work.session.scalars(query)))

    def _administrator(self) -> Actor:
        return next(
            actor
            for actor in self._house.people.actors.values()
            if any(group.role == Role.ADMINISTRATOR for group in actor.groups)
        )

    def _texts(self):
        with self._house.engine.open_reading() as work:
            return sorted(work.session.scalars(select(Submission.id)))

    def _rows(self, instance_id):
        with self._house.engine.open_reading() as work:
            instance = work.session.get_one(ProcessInstance, instance_id)
            case = work.session.get_one(Case, self.case_id)
            tasks = select(UserTask).where(UserTask.process_instance_id == instance_id)
            rows = {task.id: columns_of(task) for task in work.session.scalars(tasks)}
            asked = select(TaskCandidate).where(TaskCandidate.user_task_id.in_(rows))
            timers = select(Timer).where(Timer.process_instance_id == instance_id)
            return {
                "state": (instance.state, instance.workflow, instance.ended_at),
                "case": (case.stage, case.stage_started_at, case.ended_at, case.outcome),
                "open": case.open_instances,
                "tasks": rows,
                "asked": sorted(str(columns_of(row)) for row in work.session.scalars(asked)),
                "timers": sorted(str(columns_of(row)) for row in work.session.scalars(timers)),
            }

    def _check_waiting(self):
        """See that whatever has not ended waits for somebody or for a limit."""
        with self._house.engine.open_reading() as work:
            active = ProcessInstance.state == InstanceState.ACTIVE
            query = select(ProcessInstance.id).where(
                ProcessInstance.case_id == self.case_id, active
            )
            for instance_id in work.session.scalars(query).all():
                task = select(UserTask.id).where(
                    UserTask.process_instance_id == instance_id, UserTask.state == "open"
                )
                timer = select(Timer.id).where(Timer.process_instance_id == instance_id)
                assert work.session.scalars(task).first() or work.session.scalars(timer).first()


@pytest.mark.parametrize("edition", EDITIONS, ids=title_of)
def test_random_modifications_keep_the_invariants_and_undo_is_exact(edition, tmp_path):
    house = House(f"sqlite:///{tmp_path}/c.db", bundle_of(edition))
    done = []
    for seed in range(MOST_WALKS):
        outcomes = ModifiedWalk(house, Random(seed)).meddle(30)
        done += [kind for kind, state in outcomes if state == ItemState.DONE]
        if seed >= LEAST_WALKS and len(done) >= LEAST_DONE:
            break
    assert broken_chains(house.engine) == []
    assert len(done) >= LEAST_DONE
    house.close()
