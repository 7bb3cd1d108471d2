"""Roles, and who may do a task, in words."""

from collections import defaultdict
from collections.abc import Iterable

from engine.english import listed, role_in_words
from engine.queries.doers import TaskDoer
from engine.queries.links import LinkedCase
from engine.vocabulary import CASE_LINKS, CaseLinkKind


def name_in_words(name: str) -> str:
    """Return “What needs to change” for the key `what_needs_to_change`."""
    return name.replace("_", " ").replace("-", " ").capitalize()


def link_in_words(link: LinkedCase) -> str:
    """Return how another case belongs to this one, for example “Raised again as”."""
    return CASE_LINKS[CaseLinkKind(link.kind), link.is_earlier]


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
