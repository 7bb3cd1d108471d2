"""A case whose line managers' 24 hours have passed, in the whole app."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from engine.runtime.demo_clock import move_clock
from engine.runtime.user_tasks import complete_user_task
from tests.support.app import ConcordApp

MANAGER = ("line-manager", "reading-council")
PRACTITIONER = ("practitioner", "reading-school")


@dataclass(frozen=True)
class OverdueContact:
    """The open task, and answers to it."""

    reference: str
    task_id: UUID
    began_at: datetime
    answers: dict[str, Any]
    """Nobody agrees; the contact is missing."""

    def spoken(self, *, in_time: bool) -> dict[str, Any]:
        """Return the answers with a contact before or after the limit."""
        hours = 1 if in_time else 25
        return {**self.answers, "contact_at": (self.began_at + timedelta(hours=hours)).isoformat()}


@pytest.fixture
def overdue_contact(concord: ConcordApp) -> OverdueContact:
    """Return the line managers' task 30 hours after it began."""
    (discuss,) = concord.raise_case().opened
    practitioner = concord.actor(*PRACTITIONER)
    answers = concord.answers_to(practitioner, discuss.id, s0_outcome="not_resolved")
    done = complete_user_task(concord.engine, practitioner, discuss.id, answers)
    (contact,) = done.opened
    began_at = concord.engine.clock.now()
    move_clock(concord.engine, by=timedelta(hours=30))
    answers = concord.answers_to(
        concord.actor(*MANAGER),
        contact.id,
        s1_outcome="not_resolved",
        lessons_identified="no",
        policy_gap="no",
    )
    return OverdueContact(done.reference, contact.id, began_at, answers)
