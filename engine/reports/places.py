"""The names that a report needs: agencies, areas, stages, codes, and the versions in force."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency, Area
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.confirmations import CONFIRMS


@dataclass(frozen=True)
class Version:
    """A version of a procedure that was in force."""

    id: int
    key: str
    name: str
    edition: str
    version: int
    published_at: datetime


@dataclass(frozen=True)
class Places:
    """The names of one partnership."""

    agencies: Mapping[str, str]
    """Agencies of the partnership without its office, by key, in the order of their names."""
    all_agencies: Mapping[str, str]
    areas: Mapping[str, str]
    stages: Mapping[str, str]
    """Titles by id, in the order of the procedure; the newest version's title counts."""
    known: frozenset[str]
    """Ids of everything drawn in the versions' diagrams, and keys of their forms' questions."""
    words: Mapping[tuple[str, str], str]
    """The label of an option by its question and code; the newest version's counts."""
    confirming_forms: frozenset[str]
    """The forms that ask an agency whether it confirms the outcome."""
    versions: Sequence[Version]

    @property
    def levels(self) -> tuple[str, ...]:
        """The stages of the ladder, lowest first.

        Their ids end in their number. What stands beside the ladder has none: the request for a
        conference, lessons and closing.
        """
        return tuple(stage for stage in self.stages if stage[-1:].isdigit())

    def agency(self, key: str) -> str:
        """Return the name of an agency, wherever it belongs."""
        return self.all_agencies.get(key, key)

    def agencies_with(self, found: Iterable[str]) -> Iterator[tuple[str, str, bool]]:
        """Yield every agency of the partnership, and others of which something was found.

        Each with its key, its name, and whether it stands here only because of that.
        """
        yield from ((key, name, False) for key, name in self.agencies.items())
        others = {key: self.agency(key) for key in found if key not in self.agencies}
        yield from ((key, others[key], True) for key in sorted(others, key=others.__getitem__))


def load_places(engine: Engine, work: UnitOfWork, partnership_key: str) -> Places:
    """Return the names of a partnership, from its directory and its published versions."""
    agencies = work.session.execute(
        select(Agency.key, Agency.name, Agency.sector, Agency.partnership_key).order_by(Agency.name)
    ).all()
    areas = select(Area.key, Area.name).where(Area.partnership_key == partnership_key)
    versions = tuple(_versions(work, partnership_key))
    compiled = [engine.definitions.compiled(work, version.id) for version in versions]
    return Places(
        agencies={
            key: name
            for key, name, sector, partnership in agencies
            if partnership == partnership_key and sector != PARTNERSHIP_SECTOR
        },
        all_agencies={key: name for key, name, _, _ in agencies},
        areas=dict(work.session.execute(areas.order_by(Area.name)).all()),
        stages={stage.id: stage.title for one in compiled for stage in one.procedure.stages},
        known=frozenset(name for one in compiled for name in _known(one)),
        words={key: label for one in compiled for key, label in _words(one)},
        confirming_forms=frozenset(
            key for one in compiled for key, form in one.forms.items() if CONFIRMS in form.questions
        ),
        versions=versions,
    )


def _versions(work: UnitOfWork, partnership_key: str) -> Iterator[Version]:
    """Yield what was published, the oldest first."""
    query = (
        select(ProcessDefinition)
        .where(
            ProcessDefinition.partnership_key == partnership_key,
            ProcessDefinition.published_at.is_not(None),
        )
        .order_by(ProcessDefinition.published_at, ProcessDefinition.id)
    )
    for row in work.session.scalars(query):
        if row.published_at is not None:
            yield Version(row.id, row.key, row.name, row.edition, row.version, row.published_at)


def _known(compiled: CompiledBundle) -> Iterator[str]:
    for process_id in compiled.library.processes:
        for element in compiled.library.elements(process_id):
            yield element.id
    for form in compiled.forms.values():
        yield from form.questions


def _words(compiled: CompiledBundle) -> Iterator[tuple[tuple[str, str], str]]:
    for form in compiled.forms.values():
        for key, question in form.questions.items():
            for option in question.options:
                yield (key, option.value), option.label
