"""Roles, and who may do a task, in words."""

from collections import defaultdict
from collections.abc import Iterable

from api.pages.wording import listed
from engine.queries.tasks import TaskDoer

PLURAL_ENDING = "s"


def role_in_words(role: str) -> str:
    """Return “line manager” for `line-manager`."""
    return role.replace("-", " ").replace("next level", "next-level")


def doers_in_words(doers: Iterable[TaskDoer], reader: str = "") -> str:
    """Return “you or the practitioners of Reading Council”; `reader` is the name of “you”."""
    agencies: defaultdict[str, list[str]] = defaultdict(list)
    people: list[str] = []
    for doer in doers:
        if doer.person_name:
            people.append("you" if doer.person_name == reader else doer.person_name)
        else:
            agencies[doer.role].append(doer.agency_name)
    groups = [
        f"the {role_in_words(role)}{PLURAL_ENDING} of {listed(sorted(names))}"
        for role, names in agencies.items()
    ]
    return listed([*dict.fromkeys(people), *groups], "or")
