"""Says in roles and agencies with whom a case is, and who is told now; nobody's name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from engine.english import holder_in_words, listed, role_in_words
from engine.vocabulary import Role

SINGLE = (Role.BUSINESS_MANAGER,)
"""Roles of which a partnership has one person."""


def whose_turn(facts: Mapping[str, Any]) -> str:
    """Return with whom the case is once a limit has passed; empty where nothing is known of it.

    `facts`: `is_with` and `told_too` as pairs of role and agency's name, `still` when the step of
    the limit stays open.
    """
    sentences = []
    if facts.get("is_with"):
        when = "still" if facts.get("still") else "now"
        sentences.append(f"It is {when} with {groups_in_words(facts['is_with'])}.")
    if facts.get("told_too"):
        told = groups_in_words(facts["told_too"])
        sentences.append(f"Told now as well: {told}.")
    return " ".join(sentences)


def groups_in_words(groups: Iterable[Sequence[str]]) -> str:
    """Return “the line managers of Reading School and Reading Council”."""
    agencies: dict[str, list[str]] = {}
    for role, agency in groups:
        agencies.setdefault(role, []).append(agency)
    roles: dict[tuple[str, ...], list[str]] = {}
    for role, names in agencies.items():
        roles.setdefault(tuple(dict.fromkeys(names)), []).append(_plural(role))
    return listed([f"the {listed(words)} of {listed(names)}" for names, words in roles.items()])


def one_in_words(pair: Sequence[str | None] | None) -> str:
    """Return “the line manager of Reading School” for a pair of role and agency’s name."""
    if not pair:
        return "somebody"
    role, agency = pair
    return holder_in_words(role, str(agency))


def _plural(role: str) -> str:
    words = role_in_words(role)
    return words if role in SINGLE else f"{words}s"
