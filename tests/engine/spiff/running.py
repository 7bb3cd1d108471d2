"""Runs small diagrams in tests, with a clock that stands still."""

from datetime import UTC, datetime, timedelta

from engine.spiff.process import RunningProcess
from engine.spiff.reading import read_diagrams

NOON = datetime(2026, 3, 25, 12, tzinfo=UTC)


class FakeHost:
    """The surroundings of a process in tests."""

    def __init__(self, now=NOON):
        self.instant = now
        self.extra = {}

    def now(self):
        return self.instant

    def functions(self):
        return {"now": self.now, **self.extra}

    def wait(self, **duration):
        self.instant += timedelta(**duration)


class Runner:
    """One instance that is saved and loaded again before everything that happens to it."""

    def __init__(self, *sources, variables=None, process_id=None, saving=True, host=None):
        self.library = read_diagrams({f"{i}.bpmn": source for i, source in enumerate(sources)})
        self.host = host or FakeHost()
        self.saving = saving
        process_id = process_id or self.library.main_processes[0]
        self.process = RunningProcess.start(self.library, process_id, self.host, variables or {})

    def reload(self):
        """Save the instance and load it again."""
        if self.saving and not self.process.is_ended:
            state, process_id = self.process.dump(), self.process.process_id
            self.process = RunningProcess.load(self.library, process_id, state, self.host)

    def do(self, element_id, place=0, item_answers=None, **variables):
        """Complete an open task."""
        self.reload()
        self.process.advance()
        task = [t for t in self.process.open_tasks.values() if t.element_id == element_id][place]
        self.process.complete(task.id, variables, item_answers=item_answers)
        return self

    def wait(self, **duration):
        """Let time pass, and let what is due happen."""
        self.reload()
        self.host.wait(**duration)
        self.process.advance()
        return self

    @property
    def open(self):
        """Element ids of the open tasks, in alphabetical order."""
        return sorted(task.element_id for task in self.process.open_tasks.values())

    @property
    def due(self):
        """When each waiting timer is due."""
        return {timer.element_id: timer.due_at for timer in self.process.timers.values()}

    @property
    def fired(self):
        """Element ids of the timers that fired since the last thing that was done."""
        return [fired.element_id for fired in self.process.step.fired]

    @property
    def told(self):
        """Element ids of the notices since the last thing that was done."""
        return [call.element_id for call in self.process.step.notifications]
