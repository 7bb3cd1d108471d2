"""The list of notices inside Concord."""

from engine.notifications.channels.channel import Parcel
from engine.settings import Settings
from engine.vocabulary import NotificationState


class InAppChannel:
    """The row of the delivery is the notice: the list reads it from there."""

    name = "in_app"

    def first_state(self, settings: Settings) -> str:  # noqa: ARG002 - the same everywhere
        """Return sent: the notice arrives with its row."""
        return NotificationState.SENT

    def send(self, parcel: Parcel, settings: Settings) -> None:
        """Do nothing: the notice is there."""
