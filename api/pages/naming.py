"""Roles, and who may do a task, in words."""

from collections import defaultdict
from collections.abc import Iterable

from api.pages.wording import listed
from engine.queries.notices import DeliveryRow
from engine.queries.tasks import TaskDoer

CHANNELS = {"in_app": "in Concord", "email": "by e-mail"}
DELIVERIES = {
    "pending": "is being sent {channel}",
    "sent": "told {channel}",
    "shown": "told {channel} (shown in the demonstration, not sent)",
    "failed": "could not be told {channel}. Telephone them",
}
PLURAL_ENDING = "s"


def role_in_words(role: str) -> str:
    """Return “line manager” for `line-manager`."""
    return role.replace("-", " ").replace("next level", "next-level")


def doers_in_words(doers: Iterable[TaskDoer]) -> str:
    """Return “the line managers of Reading Council and Reading School”."""
    agencies: defaultdict[str, list[str]] = defaultdict(list)
    people: list[str] = []
    for doer in doers:
        if doer.person_name:
            people.append(doer.person_name)
        else:
            agencies[doer.role].append(doer.agency_name)
    groups = [
        f"the {role_in_words(role)}{PLURAL_ENDING} of {listed(sorted(names))}"
        for role, names in agencies.items()
    ]
    return listed([*groups, *dict.fromkeys(people)], "or")


def delivery_in_words(delivery: DeliveryRow) -> str:
    """Return how far a notice got with one person."""
    channel = CHANNELS.get(delivery.channel, delivery.channel)
    words = DELIVERIES.get(delivery.state, delivery.state).format(channel=channel)
    return f"{words}, read" if delivery.read_at else words
