"""One act on the directory: who does it, what it changed, and the log that is written with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.directory import Agency, Partnership
from engine.persistence.directory_changes import Change, DirectoryChange
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import insert_rows
from engine.queries.actors import load_actor
from engine.queries.partnerships import administered_partnerships
from engine.runtime.ended_claims import free_ended_claims
from engine.runtime.handing_on import hand_on_tasks

MOST_REASON = 1000
NOT_YOURS = "The directory of {name} is for its own administrators."
NO_REASON = "Say why. The reason stays in the log of the directory."


@dataclass(frozen=True)
class Noted:
    """One change of an act, as the log tells it."""

    kind: Change
    partnership_key: str
    words: str
    agency_key: str | None = None
    person_id: int | None = None


@dataclass
class DirectoryAct:
    """What the inner functions of a verb have at hand, in one transaction."""

    engine: Engine
    work: UnitOfWork
    actor: Actor | None
    """None: whoever runs the server, by a command; they may change every partnership."""
    now: datetime
    reason: str
    administered: frozenset[str]
    noted: list[Noted] = field(default_factory=list)
    taken: dict[str, Partnership] = field(default_factory=dict)
    """The partnerships that are locked already: a file has many rows of the same one."""

    def may(self, partnership_key: str) -> bool:
        """Tell whether this partnership is the actor's to change."""
        return self.actor is None or partnership_key in self.administered

    def take(self, partnership_key: str) -> Partnership:
        """Return a partnership that the actor may change; others who change it wait until the end.

        Raises:
            NotFoundError: there is no such partnership.
            NotAllowedError: it is for its own administrators.
        """
        if partnership_key in self.taken:
            return self.taken[partnership_key]
        query = select(Partnership).where(Partnership.key == partnership_key)
        found = self.work.session.scalar(query.with_for_update(key_share=True))
        if found is None:
            raise NotFoundError("partnership", partnership_key)
        if not self.may(found.key):
            raise NotAllowedError(NOT_YOURS.format(name=found.name))
        self.taken[partnership_key] = found
        return found

    def agency(self, agency_key: str) -> Agency:
        """Return an agency whose partnership the actor may change; raises as `take`."""
        found = self.work.session.get(Agency, agency_key)
        if found is None:
            raise NotFoundError("agency", agency_key)
        self.take(found.partnership_key)
        return found

    def note(
        self,
        kind: Change,
        partnership_key: str,
        words: str,
        *,
        agency_key: str | None = None,
        person_id: int | None = None,
    ) -> None:
        """Note a change for the log, as a sentence."""
        self.noted.append(Noted(kind, partnership_key, words, agency_key, person_id))

    def require_reason(self) -> None:
        """Refuse to take something away without a reason; a command line needs none.

        Raises:
            InputRefusedError: there is none.
        """
        if self.actor is not None and not self.reason:
            raise InputRefusedError(NO_REASON)

    def finish(self) -> None:
        """Write the log and commit. Whatever was taken from somebody is handed on afterwards."""
        insert_rows(
            self.work,
            DirectoryChange,
            (
                {
                    "changed_at": self.now,
                    "changed_by": self.actor.person_id if self.actor else None,
                    "partnership_key": one.partnership_key,
                    "kind": one.kind,
                    "agency_key": one.agency_key,
                    "person_id": one.person_id,
                    "words": one.words,
                    "reason": self.reason,
                }
                for one in self.noted
            ),
        )
        self.work.commit()


@contextmanager
def opened_act(engine: Engine, actor: Actor | None, reason: str = "") -> Iterator[DirectoryAct]:
    """Open an act; without `finish` nothing of it stays.

    What the actor may is looked at in the transaction itself: an administrator whose role has just
    ended changes nothing more.

    Raises:
        InputRefusedError: the reason is too long.
    """
    why = " ".join(reason.replace("\0", "").split())
    if len(why) > MOST_REASON:
        raise InputRefusedError(f"Keep the reason within {MOST_REASON:,} characters.")
    with engine.open_unit_of_work() as work:
        now = engine.clock.now()
        mine: frozenset[str] = frozenset()
        if actor is not None:
            actor = load_actor(work, actor.person_id, now)
            mine = frozenset(administered_partnerships(work, actor))
        yield DirectoryAct(engine, work, actor, now, why, mine)


def hand_on(engine: Engine) -> None:
    """Ask the next level for what nobody can do any more, and free the claims of who cannot."""
    hand_on_tasks(engine)
    free_ended_claims(engine)
