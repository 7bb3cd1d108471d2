"""An administrator of Berkshire's office acts on process instances."""

from sqlalchemy import select

from engine.operations.acting import Asked, open_target
from engine.operations.asking import ask_operation
from engine.operations.kinds import kind_of
from engine.operations.previewing import preview_operation
from engine.operations.undoing import undo_operation
from engine.persistence.history import HistoryEvent
from engine.persistence.instances import ProcessInstance, Timer
from engine.persistence.notifications import Notification
from engine.persistence.tasks import TaskCandidate, UserTask
from engine.queries.operations import load_operation
from tests.support.engine import OFFICE

ADMINISTRATOR = ("administrator", OFFICE)
REASON = "The procedure is being put right."


class Desk:
    """What an administrator does in one house of `tests.support.engine`."""

    def __init__(self, house):
        self.house = house
        self.engine = house.engine
        self.actor = house.actor(*ADMINISTRATOR)

    def instance(self, started, linked=None):
        """Return a case's main instance, or the one that a message began, as it is now."""
        query = select(ProcessInstance).where(
            ProcessInstance.case_id == started.case_id, ProcessInstance.message == linked
        )
        return self.house.rows(query)[0]

    def operate(self, started, kind, linked=None, **answers):
        """Carry one operation out on one instance; return its item."""
        return self.operate_on([self.instance(started, linked).id], kind, **answers).items[0]

    def operate_on(self, ids, kind, **answers):
        """Ask for an operation; return its details."""
        operation_id = ask_operation(self.engine, self.actor, kind, ids, answers, REASON)
        self.latest = operation_id
        return self.load(operation_id)

    def load(self, operation_id):
        """Return an operation."""
        with self.engine.open_reading() as work:
            return load_operation(self.engine, work, self.actor, operation_id)

    def preview(self, started, kind, linked=None, **answers):
        """Return what an operation would do to one instance."""
        ids = [self.instance(started, linked).id]
        return preview_operation(self.engine, self.actor, kind, ids, answers)[0]

    def undo(self):
        """Take the latest operation back."""
        undo_operation(self.engine, self.actor, self.latest, 1, "It was the wrong case.")

    def timers(self, started, linked=None):
        """Return the waiting timers of an instance, the next first."""
        instance = self.instance(started, linked)
        query = select(Timer).where(Timer.process_instance_id == instance.id)
        return self.house.rows(query.order_by(Timer.due_at))

    def notices(self, started, template):
        """Return the notices of a case with a template, the oldest first."""
        query = select(Notification).where(
            Notification.case_id == started.case_id, Notification.template == template
        )
        return self.house.rows(query.order_by(Notification.queued_at))

    def happened(self, started, kind):
        """Return the details of a case's events of one kind."""
        query = select(HistoryEvent.details).where(
            HistoryEvent.case_id == started.case_id, HistoryEvent.kind == kind
        )
        return self.house.rows(query.order_by(HistoryEvent.number))

    def rows(self, started):
        """Return the rows of a case's tasks, candidates and timers, to be compared."""
        tasks = self.house.rows(select(UserTask).where(UserTask.case_id == started.case_id))
        ids = [task.id for task in tasks]
        candidates = self.house.rows(
            select(TaskCandidate).where(TaskCandidate.user_task_id.in_(ids))
        )
        return (
            {(task.id, task.state, task.due_at, task.claimed_by) for task in tasks},
            {(one.user_task_id, one.agency_key, one.role, one.sort_key) for one in candidates},
            {(timer.id, timer.due_at) for timer in self.timers(started)},
        )

    def options(self, started, kind, question, **answers):
        """Return what can be chosen for a question of an operation."""
        instance = self.instance(started)
        with self.engine.open_unit_of_work() as work:
            asked = Asked(kind_of(kind), answers, "")
            target = open_target(self.engine, work, self.actor, instance.id, asked)
            known = {each.key: each for each in kind_of(kind).questions}
            return [option.value for option in known[question].options(target)]
