"""What is tried at once for somebody who reports danger."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session
from typing_extensions import override

from engine.persistence.database import Database
from engine.persistence.notifications import Notification
from engine.runtime.delivering import list_danger_at_once
from engine.runtime.messages import send_message
from engine.vocabulary import DANGER_MESSAGE, NotificationState
from tests.support.engine import RAISER


class Busy(Database):
    """Takes nothing at the moment."""

    def __init__(self, database: Database) -> None:
        self.engine = database.engine

    @override
    def open_writing(self) -> Session:
        raise TimeoutError


def state_of_alert(berkshire):
    query = select(Notification.state).where(Notification.is_danger)
    (state,) = berkshire.rows(query)
    return state


def test_danger_stands_in_the_lists_at_once_or_is_left_to_the_job(berkshire):
    started = berkshire.climb("Task_S1_Contact")
    send_message(berkshire.engine, berkshire.actor(*RAISER), started.reference, DANGER_MESSAGE)
    list_danger_at_once(replace(berkshire.engine, database=Busy(berkshire.engine.database)))
    assert state_of_alert(berkshire) == NotificationState.PENDING
    list_danger_at_once(berkshire.engine)
    assert state_of_alert(berkshire) == NotificationState.SENT
