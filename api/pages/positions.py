"""Both positions as a page shows them: each agency's newest words, the earlier ones folded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.pages.said import AFTER_OWN, LabelledText
from api.pages.wording import moment_in_words
from engine.access import Actor
from engine.queries.positions import Position, Statement
from engine.vocabulary import ParticipantSide

SIDES: Mapping[str, str] = {
    ParticipantSide.RAISING: "raised it",
    ParticipantSide.RECEIVING: "was asked",
    ParticipantSide.OTHER: "takes part",
}
NOTHING_YET = "There is nothing to read from this agency yet."
FOR_BOTH = "Written down for both agencies; it has sent no view of its own yet."


@dataclass(frozen=True)
class ShownStatement:
    """What an agency said at one step."""

    step: str
    writer: str
    note: str
    texts: tuple[LabelledText, ...]


@dataclass(frozen=True)
class ShownPosition:
    """One column: an agency, its newest words and its earlier ones."""

    agency: str
    side: str
    newest: ShownStatement | None
    earlier: tuple[ShownStatement, ...]
    nothing: str = NOTHING_YET


def present_positions(
    positions: Sequence[Position], actor: Actor, now: datetime
) -> tuple[ShownPosition, ...]:
    """Return the columns; none at all as long as no agency has said anything."""
    if not any(position.statements for position in positions):
        return ()
    return tuple(_present(position, actor, now) for position in positions)


def _present(position: Position, actor: Actor, now: datetime) -> ShownPosition:
    shown = [_statement(position, one, now) for one in position.statements]
    own = ", your agency" if position.agency_key in actor.agencies else ""
    return ShownPosition(
        agency=position.agency_name,
        side=f"{SIDES[ParticipantSide(position.side)]}{own}",
        newest=shown[0] if shown else None,
        earlier=tuple(shown[1:]),
    )


def _statement(position: Position, statement: Statement, now: datetime) -> ShownStatement:
    note = FOR_BOTH if statement.is_joint else ""
    return ShownStatement(
        step=statement.task_name,
        writer=_writer(position, statement, now),
        note=AFTER_OWN if statement.is_withheld else note,
        texts=tuple(
            (
                one.label,
                f"{one.text}\n\nWhy this stays: {one.kept_reason}" if one.kept_reason else one.text,
            )
            for one in statement.texts
        ),
    )


def _writer(position: Position, statement: Statement, now: datetime) -> str:
    """Return who wrote it and when; somebody of another agency only wrote it down."""
    who = f"{statement.person_name}, {moment_in_words(statement.written_at, now)}"
    is_own = statement.written_for == position.agency_name
    return who if is_own else f"Written down by {who}"
