"""What can go wrong while a process instance moves."""

from uuid import UUID


class StepFailed(Exception):
    """The instance could not move on. It must not be saved; `message` is a plain sentence."""

    def __init__(self, element_id: str | None, message: str) -> None:
        self.element_id = element_id
        self.message = message
        self.timer_id: UUID | None = None
        """The timer whose firing led here; None: no timer did."""
        super().__init__(message)


class RunawayProcess(StepFailed):
    """The instance goes on and on without waiting for a person or for time."""


class TaskNotOpen(Exception):
    """The user task is not open (any more)."""

    def __init__(self, task_id: UUID) -> None:
        self.task_id = task_id
        super().__init__(f"The task {task_id} is not open.")


class StateUnreadable(Exception):
    """The saved state does not belong to this process, or comes from another format."""
