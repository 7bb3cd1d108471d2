"""Roles, and who may do a task, in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from api.pages.wording import listed
from engine.queries.links import LinkedCase
from engine.queries.tasks import TaskDoer
from engine.vocabulary import CaseLinkKind

LINKS: Mapping[tuple[CaseLinkKind, bool], str] = {
    (CaseLinkKind.DUPLICATE, True): "Dealt with in",
    (CaseLinkKind.DUPLICATE, False): "Duplicate of this case",
    (CaseLinkKind.MOVED, True): "Moved here from",
    (CaseLinkKind.MOVED, False): "Moved on to",
    (CaseLinkKind.RAISED_AGAIN, True): "Raised again after",
    (CaseLinkKind.RAISED_AGAIN, False): "Raised again as",
    (CaseLinkKind.SAME_CHILD, True): "Another case of the same child",
    (CaseLinkKind.SAME_CHILD, False): "Another case of the same child",
}
"""By kind, and whether the other case is the earlier one."""


def role_in_words(role: str) -> str:
    """Return “line manager” for `line-manager`."""
    return role.replace("-", " ").replace("next level", "next-level")


def name_in_words(name: str) -> str:
    """Return “What needs to change” for the key `what_needs_to_change`."""
    return name.replace("_", " ").replace("-", " ").capitalize()


def link_in_words(link: LinkedCase) -> str:
    """Return how another case belongs to this one, for example “Raised again as”."""
    return LINKS[CaseLinkKind(link.kind), link.is_earlier]


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
