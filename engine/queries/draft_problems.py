"""What the checks find in a draft."""

import uuid
from collections import OrderedDict
from datetime import datetime
from threading import Lock

from engine.access import Actor
from engine.definitions.bundle import Bundle
from engine.definitions.checking import check_files
from engine.definitions.problem import Problem
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.directory_checks import find_missing_people
from engine.queries.procedure_drafts import draft_files

MOST_KEPT = 64

_known: OrderedDict[str, tuple[Problem, ...]] = OrderedDict()
"""What was found, by the hash of the files."""
_lock = Lock()


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


def _checked(bundle: Bundle) -> tuple[Problem, ...]:
    """Check each content once: pages and programs ask again and again while somebody edits.

    Only what was found is kept: the files of so many drafts could be more than the memory.
    """
    with _lock:
        found = _known.get(bundle.content_hash)
    if found is None:
        found = check_files(bundle.files)
        with _lock:
            _known[bundle.content_hash] = found
            while len(_known) > MOST_KEPT:
                _known.popitem(last=False)
    return found
