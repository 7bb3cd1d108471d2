"""What the checks find in a draft."""

import uuid
from datetime import datetime
from functools import lru_cache

from engine.access import Actor
from engine.definitions.bundle import Bundle
from engine.definitions.checking import check_files
from engine.definitions.problem import Problem
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.directory_checks import find_missing_people
from engine.queries.procedure_drafts import draft_files

MOST_KEPT = 64


def draft_problems(
    work: UnitOfWork,
    actor: Actor,
    draft_id: uuid.UUID,
    revision: int | None = None,
    *,
    now: datetime | None = None,
) -> tuple[Problem, ...]:
    """Return everything that the checks find in a revision, errors first; without one: the newest.

    With a time, also which lanes and notices have nobody in the directory then.

    Raises:
        NotFoundError: there is no such draft or revision, or the actor may not see it.
    """
    bundle = Bundle(draft_files(work, actor, draft_id, revision))
    missing = () if now is None else find_missing_people(work, bundle.files, now)
    return (*_checked(bundle), *missing)


@lru_cache(maxsize=MOST_KEPT)
def _checked(bundle: Bundle) -> tuple[Problem, ...]:
    """Check each content once: pages and programs ask again and again while somebody edits."""
    return check_files(bundle.files)
