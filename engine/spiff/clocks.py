"""The timers of a process instance in memory, set or held by others than the diagram."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from engine.spiff.host import Host
from engine.spiff.specs.timers import hold, release, set_due, worked_out
from engine.spiff.token import Token
from engine.spiff.waiting import WaitingTimer, describe_timer, open_tokens, timer_tokens
from engine.spiff.workflow import InstanceWorkflow


class Clocks:
    """The timers that wait in one instance. Nothing moves: what is due then fires as usual."""

    def __init__(self, workflow: InstanceWorkflow) -> None:
        """Take the instance's tokens."""
        self._workflow = workflow

    @property
    def waiting(self) -> Mapping[UUID, WaitingTimer]:
        """The timer events that wait."""
        open_now = list(open_tokens(self._workflow))
        described = (describe_timer(t, due, open_now) for t, due in timer_tokens(self._workflow))
        return {timer.id: timer for timer in described if timer is not None}

    def set_due(self, timer_id: UUID, due_at: datetime) -> None:
        """Change for when a waiting timer is set.

        Raises:
            KeyError: no such timer waits.
        """
        set_due(self._token(timer_id), due_at)

    def hold(self, timer_id: UUID) -> None:
        """Let a timer that cannot fire wait, so that everything else goes on.

        Raises:
            KeyError: no such timer waits.
        """
        hold(self._token(timer_id))

    def release(self, timer_id: UUID) -> None:
        """Let a held timer fire again, with the due time that it has.

        Raises:
            KeyError: no such timer waits.
        """
        release(self._token(timer_id))

    def due_if_begun(self, timer_id: UUID, host: Host) -> datetime | None:
        """Return when a waiting timer would be due, had it begun in these surroundings.

        Nothing changes. The variables are those of today.

        Raises:
            KeyError: no such timer waits.
            StepFailed: the due time cannot be worked out.
        """
        token, context = self._token(timer_id), self._workflow.context
        around, context.host = context.host, host
        try:
            return worked_out(token)
        finally:
            context.host = around

    def _token(self, timer_id: UUID) -> Token:
        for token, _ in timer_tokens(self._workflow):
            if token.id == timer_id.hex:
                return token
        raise KeyError(timer_id)
