"""Roles, and who may do a task, in words."""

from collections import defaultdict
from collections.abc import Iterable

from api.pages.wording import listed
from engine.queries.tasks import TaskDoer


def role_in_words(role: str) -> str:
    """Return “line manager” for `line-manager`."""
    return role.replace("-", " ").replace("next level", "next-level")


def doers_in_words(doers: Iterable[TaskDoer], reader: int = 0) -> str:
    """Return “you or the practitioners of Reading Council”; `reader` is the id of “you”."""
    agencies: defaultdict[str, list[str]] = defaultdict(list)
    people: list[str] = []
    for doer in doers:
        if doer.person_name:
            people.append("you" if doer.person_id == reader else doer.person_name)
        else:
            agencies[doer.role].append(doer.agency_name)
    return listed([*dict.fromkeys(people), *_groups(agencies)], "or")


def _groups(agencies: defaultdict[str, list[str]]) -> Iterable[str]:
    """Yield the groups, those with several roles at the same agencies only once."""
    roles: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for role, names in agencies.items():
        roles[tuple(sorted(names))].append(f"{role_in_words(role)}s")
    for same_agencies, plurals in roles.items():
        yield f"the {listed(plurals, 'or')} of {listed(same_agencies)}"
