"""What the filters of an inbox offer: stages, areas and agencies of the reader's partnerships."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, Integer, cast, func, literal, null, select, union_all

from engine.access import Actor
from engine.context import Engine
from engine.persistence.definitions import ProcessDefinition
from engine.persistence.directory import Agency, Area
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import is_published

AREA, AGENCY, DEFINITION = "area", "agency", "definition"
NO_ID = cast(null(), Integer)


@dataclass(frozen=True)
class Choice:
    """One value of a filter, with its name."""

    value: str
    name: str


@dataclass(frozen=True)
class Choices:
    """The values of each filter that knows names, in the order in which they are offered."""

    stages: tuple[Choice, ...]
    areas: tuple[Choice, ...]
    agencies: tuple[Choice, ...]


def load_choices(engine: Engine, work: UnitOfWork, actor: Actor) -> Choices:
    """Return what the actor's filters offer."""
    own = select(Agency.partnership_key).where(Agency.key.in_(actor.agencies))
    newest = func.max(ProcessDefinition.id)
    query: CompoundSelect[str, str, str, int | None] = union_all(
        select(literal(AREA), Area.key, Area.name, NO_ID).where(Area.partnership_key.in_(own)),
        select(literal(AGENCY), Agency.key, Agency.name, NO_ID).where(
            Agency.partnership_key.in_(own)
        ),
        select(
            literal(DEFINITION),
            ProcessDefinition.key,
            ProcessDefinition.edition,
            newest,
        )
        .where(ProcessDefinition.partnership_key.in_(own), is_published(engine.clock.now()))
        .group_by(ProcessDefinition.key, ProcessDefinition.edition),
    )
    found: defaultdict[str, list[Choice]] = defaultdict(list)
    definitions: list[int] = []
    for kind, value, name, definition_id in work.session.execute(query):
        found[kind].append(Choice(value, name))
        definitions += [definition_id] if definition_id else []
    return Choices(
        _stages(engine, work, sorted(definitions)), _by_name(found[AREA]), _by_name(found[AGENCY])
    )


def _by_name(choices: Iterable[Choice]) -> tuple[Choice, ...]:
    return tuple(sorted(choices, key=lambda choice: choice.name))


def _stages(engine: Engine, work: UnitOfWork, definitions: Iterable[int]) -> tuple[Choice, ...]:
    """Return the stages in the procedures' order; the same id with several titles has them all."""
    titles: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for definition_id in definitions:
        for stage in engine.definitions.compiled(work, definition_id).procedure.stages:
            titles[stage.id][stage.title] = None
    return tuple(Choice(stage, " or ".join(names)) for stage, names in titles.items())
