"""What a channel is: a way by which a notice reaches one person."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from engine.settings import Settings


@dataclass(frozen=True)
class Parcel:
    """One delivery on its way."""

    delivery_id: UUID
    address: str
    """The person's e-mail address."""
    subject: str
    body: str
    is_danger: bool
    sent_at: datetime


class DeliveryDelayedError(Exception):
    """It did not work this time; trying again later may. `str()` is for people to read."""

    def __init__(self, message: str, *, is_channel_down: bool = False) -> None:
        """Say why; `is_channel_down`: nothing else will get through now either."""
        self.is_channel_down = is_channel_down
        super().__init__(message)


class DeliveryRefusedError(Exception):
    """It will never work for this person. `str()` is for people to read."""


class Channel(Protocol):
    """A way to reach people. Add one to `CHANNELS`."""

    @property
    def name(self) -> str:
        """Return the word that is stored with each delivery."""
        ...

    def first_state(self, settings: Settings) -> str:
        """Return the state of a new delivery: pending, unless nothing has to be carried."""
        ...

    def send(self, parcel: Parcel, settings: Settings) -> None:
        """Carry one notice; where `first_state` is shown, there is nothing to carry.

        May happen twice after a crash, with the same `delivery_id`.

        Raises:
            DeliveryDelayedError: try again later.
            DeliveryRefusedError: do not try again.
        """
        ...
