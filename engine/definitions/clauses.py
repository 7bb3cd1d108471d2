"""The clauses of a policy and what carries them, as `clauses.json` lists them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import orjson

FILE_NAME = "clauses.json"


class ClausesRefusedError(ValueError):
    """A `clauses.json` that cannot be used. `str()` is a sentence for people."""


@dataclass(frozen=True)
class Clause:
    """One clause in our own words, and what carries it.

    `elements` are ids of elements; `fields` are (form, field), the field empty for a whole form;
    `guidance` are places of pages. `not_modelled` is the reason why nothing carries it.
    """

    id: str
    source: str
    kind: str
    strength: str
    paraphrase: str
    time_limit: str | None
    elements: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]
    guidance: tuple[str, ...]
    not_modelled: str


@dataclass(frozen=True)
class ClauseList:
    """The clauses of one policy by their short id, such as `S1-04`, in the order of the text."""

    policy: str
    clauses: Mapping[str, Clause]

    def find(self, clause_id: str) -> Clause | None:
        """Find a clause by its short id, or by its full one, such as `BRK26-S1-04`."""
        return self.clauses.get(clause_id.removeprefix(f"{self.policy}-"))


def read_clauses(source: bytes) -> ClauseList:
    """Read the list.

    Raises:
        ClausesRefusedError: it is not JSON, or not of this shape, or an id stands twice.
    """
    try:
        content = orjson.loads(source)
    except orjson.JSONDecodeError as error:
        message = f"{FILE_NAME} is not JSON: {error}."
        raise ClausesRefusedError(message) from error
    entries = content.get("clauses") if isinstance(content, dict) else None
    if not isinstance(entries, list) or not isinstance(content.get("policy"), str):
        message = f"{FILE_NAME} has no “policy”, or no list called “clauses”."
        raise ClausesRefusedError(message)
    clauses: dict[str, Clause] = {}
    for position, entry in enumerate(entries, 1):
        clause = _clause(position, entry)
        if clause.id in clauses:
            message = f"The clause {clause.id[:60]} is listed twice."
            raise ClausesRefusedError(message)
        clauses[clause.id] = clause
    return ClauseList(content["policy"], MappingProxyType(clauses))


def _clause(position: int, entry: Any) -> Clause:
    members = entry if isinstance(entry, dict) else {}
    clause_id, carriers = members.get("id"), members.get("carried_by", [])
    is_listed = isinstance(carriers, list) and all(isinstance(c, dict) for c in carriers)
    if not isinstance(clause_id, str) or not clause_id or not is_listed:
        message = f"Entry {position} of {FILE_NAME} has no id, or a wrong “carried_by”."
        raise ClausesRefusedError(message)
    limit = members.get("time_limit")
    return Clause(
        id=clause_id,
        source=str(members.get("source", "")),
        kind=str(members.get("kind", "")),
        strength=str(members.get("strength", "")),
        paraphrase=str(members.get("paraphrase", "")),
        time_limit=None if limit is None else str(limit),
        elements=tuple(_elements(carriers)),
        fields=tuple((str(c["form"]), str(c.get("field", ""))) for c in carriers if "form" in c),
        guidance=tuple(str(c["guidance"]) for c in carriers if "guidance" in c),
        not_modelled=str(members.get("not_modelled", "")),
    )


def _elements(carriers: list[dict[str, Any]]) -> Iterator[str]:
    for carrier in carriers:
        for name in ("element", "notification"):
            if name in carrier:
                yield str(carrier[name])
