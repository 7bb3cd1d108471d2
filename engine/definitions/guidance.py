"""The places where pages tell people something that no element of a diagram carries.

A clause names one as `{"guidance": "start page"}`. `tests/api/pages/test_guidance.py` looks at
every place, so that such a promise is never an empty one.
"""

from collections.abc import Mapping

from engine.definitions.clauses import FILE_NAME, Clause, ClausesRefusedError, read_clauses

PROCEDURE_PAGE = "page of the procedure"

GUIDANCE: Mapping[str, str] = {
    PROCEDURE_PAGE: "lists what the policy asks of everybody: the clauses that name this place",
    "start page": "ring 999 first, how to raise a difference, and other routes",
    "every page of a case": "the way to report immediate danger, with ring 999 first",
    "limits on the page of a case": "since when the case is open, until when each step is due",
    "history of the case": "who did what, and when",
    "notices of the case": "who was told, when, and whether it arrived",
}
"""Where, and what people read there."""


def clauses_told_at(place: str, files: Mapping[str, bytes]) -> tuple[Clause, ...]:
    """Return the clauses of a bundle's policy that a place of pages tells people."""
    try:
        known = read_clauses(files.get(FILE_NAME, b""))
    except ClausesRefusedError:
        return ()
    return tuple(clause for clause in known.clauses.values() if place in clause.guidance)
