"""Filters of lists that people keep under a name of their own."""

from sqlalchemy import func, select

from engine.access import Actor
from engine.context import Engine
from engine.errors import InputRefusedError, NotFoundError
from engine.persistence.directory import Person
from engine.persistence.saved_filters import SavedFilter
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.instance_filters import InstanceFilter
from engine.queries.worklist_filter import TaskFilter
from engine.vocabulary import FilteredList

MOST_CHARACTERS = 60
MOST_FILTERS = 20


Filter = TaskFilter | InstanceFilter


def save_filter(engine: Engine, actor: Actor, name: str, wanted: Filter) -> int:
    """Keep a filter under a name; return its id. What it narrows says in which list it stands.

    Raises:
        InputRefusedError: the name is empty, too long or taken, or there are 20 filters already.
    """
    of = FilteredList.INBOX if isinstance(wanted, TaskFilter) else FilteredList.INSTANCES
    with engine.open_unit_of_work() as work:
        words = _free_name(work, actor, of, name)
        own = select(func.count()).where(
            SavedFilter.person_id == actor.person_id, SavedFilter.filtered_list == of
        )
        if work.session.scalars(own).one() >= MOST_FILTERS:
            raise InputRefusedError(
                f"You have {MOST_FILTERS} saved filters. Delete one before you save another"
            )
        row = SavedFilter(
            person_id=actor.person_id,
            filtered_list=of,
            name=words,
            query=wanted.query_string(),
            created_at=engine.clock.now(),
        )
        work.session.add(row)
        work.session.flush()
        work.commit()
        return row.id


def rename_filter(engine: Engine, actor: Actor, filter_id: int, name: str) -> None:
    """Give a filter another name. The name that it has already changes nothing.

    Raises:
        NotFoundError: the actor has no such filter.
        InputRefusedError: the name is empty, too long or taken.
    """
    with engine.open_unit_of_work() as work:
        row = _own(work, actor, filter_id)
        row.name = _free_name(work, actor, row.filtered_list, name, but_for=filter_id)
        work.commit()


def delete_filter(engine: Engine, actor: Actor, filter_id: int) -> tuple[str, Filter]:
    """Delete a filter; return what it was, so that it can be saved again.

    Raises:
        NotFoundError: the actor has no such filter.
    """
    with engine.open_unit_of_work() as work:
        row = _own(work, actor, filter_id)
        read = TaskFilter if row.filtered_list == FilteredList.INBOX else InstanceFilter
        was = row.name, read.from_query_string(row.query)
        work.session.delete(row)
        work.commit()
    return was


def _own(work: UnitOfWork, actor: Actor, filter_id: int) -> SavedFilter:
    own = SavedFilter.person_id == actor.person_id
    row = work.session.scalar(select(SavedFilter).where(SavedFilter.id == filter_id, own))
    if row is None:
        raise NotFoundError("saved filter", filter_id)
    return row


def _free_name(work: UnitOfWork, actor: Actor, of: str, name: str, *, but_for: int = 0) -> str:
    """Return the name without needless blanks; nobody else writes the person's filters meanwhile.

    Capitals make no second name.
    """
    words = " ".join(name.split())
    if not words:
        raise InputRefusedError("Enter a name for the filter")
    if len(words) > MOST_CHARACTERS:
        raise InputRefusedError(f"The name must be {MOST_CHARACTERS} characters or fewer")
    if not words.isprintable():
        raise InputRefusedError("The name holds a character that cannot be kept")
    work.session.get(Person, actor.person_id, with_for_update=True)
    others = select(SavedFilter.name).where(
        SavedFilter.person_id == actor.person_id,
        SavedFilter.filtered_list == of,
        SavedFilter.id != but_for,
    )
    taken = {other.casefold() for other in work.session.scalars(others)}
    if words.casefold() in taken:
        raise InputRefusedError(f"You have a filter called “{words}” already. Choose another name")
    return words
