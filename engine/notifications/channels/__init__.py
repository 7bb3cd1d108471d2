"""The channels by which notices reach people: one file each, one line in `CHANNELS`."""

from engine.notifications.channels.channel import Channel
from engine.notifications.channels.email import EmailChannel
from engine.notifications.channels.in_app import InAppChannel

CHANNELS: tuple[Channel, ...] = (InAppChannel(), EmailChannel())
