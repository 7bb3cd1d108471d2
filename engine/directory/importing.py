"""Bring a file into the directory: shown first, then all of it or nothing.

The preview is the act itself, rolled back, so that it cannot say anything else than what happens.
Nothing ends because it is missing in a file: a role ends by the day in its column `until`.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from engine.access import Actor
from engine.context import Engine
from engine.directory.act import DirectoryAct, Noted, hand_on, opened_act
from engine.directory.agencies import WantedAgency, put_agency
from engine.directory.areas import WantedArea, put_area
from engine.directory.import_file import KINDS, FileRow, RowProblem, read_import
from engine.directory.partnerships import put_partnership
from engine.directory.people import WantedPerson, find_person, put_person
from engine.directory.roles import WantedRole, put_role
from engine.directory.words import begin_of, end_of
from engine.english import counted
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.persistence.directory_changes import Change
from engine.runtime.directory import checked_email

REFUSED = "Nothing was brought in: {problems} must be put right first."
MOVED_ON = (
    "The directory has changed since this was shown, so that something else would happen. Nothing "
    "was brought in. Look at the changes again."
)
NEEDS_ROLE = "Somebody new needs an agency and a role."
HALF_ROLE = "Agency and role go together: fill in both, or neither."
NO_ROLE = "“from” and “until” are for a role: fill in agency and role."
LEFT_ALREADY = "Somebody new whose role is over already need not come in."
AT_ODDS = "Another row of the file has another {column} for {email}."
SAME_KEY = "The key {key} is in row {row} already."


@dataclass(frozen=True)
class ImportPreview:
    """What a file would do, and what is wrong with it."""

    changes: tuple[Noted, ...]
    problems: tuple[RowProblem, ...]
    rows: int

    @property
    def digest(self) -> str:
        """A short fingerprint of the changes: the same as long as the same would happen."""
        told = "\n".join(f"{one.kind} {one.partnership_key} {one.words}" for one in self.changes)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def of_kind(self, kind: str) -> tuple[Noted, ...]:
        """Return the changes of one kind: added, changed, ended."""
        return tuple(one for one in self.changes if one.kind == kind)

    @property
    def takes_away(self) -> bool:
        """Whether something ends, which needs a reason."""
        return bool(self.of_kind(Change.ENDED))


class ImportRefusedError(InputRefusedError):
    """Nothing was brought in: rows are wrong, or something else would happen than was shown."""

    def __init__(self, message: str, preview: ImportPreview) -> None:
        """Say why, with the preview as it is now."""
        self.preview = preview
        super().__init__(message)


def preview_import(engine: Engine, actor: Actor | None, content: bytes) -> ImportPreview:
    """Return what a file would change, and every row that is wrong. Nothing is kept.

    Raises:
        InputRefusedError: it is no such file at all.
    """
    with opened_act(engine, actor) as act:
        return _bring_in(act, content)


def import_directory(
    engine: Engine, actor: Actor | None, content: bytes, *, reason: str = "", digest: str = ""
) -> ImportPreview:
    """Bring a file in, all of it or nothing; return what changed.

    `digest`: that of the preview which somebody has looked at. With another one nothing happens.

    Raises:
        ImportRefusedError: rows are wrong, or it would do something else by now.
        InputRefusedError: it is no such file; no reason, though something ends.
    """
    with opened_act(engine, actor, reason) as act:
        preview = _bring_in(act, content)
        if preview.problems:
            said = counted(len(preview.problems), "row")
            raise ImportRefusedError(REFUSED.format(problems=said), preview)
        if digest and digest != preview.digest:
            raise ImportRefusedError(MOVED_ON, preview)
        if preview.takes_away:
            act.require_reason()
        act.finish()
    if preview.takes_away:
        hand_on(engine)
    return preview


def _bring_in(act: DirectoryAct, content: bytes) -> ImportPreview:
    rows, wrong = read_import(content)
    problems = [*wrong, *_at_odds(rows)]
    for row in sorted(rows, key=_turn):
        try:
            _put_safely(act, row)
        except (InputRefusedError, NotAllowedError, NotFoundError) as refused:
            problems.append(RowProblem(row.row, str(refused)))
    ordered = sorted(set(problems), key=lambda one: (one.row, one.message))
    return ImportPreview(tuple(act.noted), tuple(ordered), len(rows) + len(wrong))


def _turn(row: FileRow) -> tuple[int, bool, int]:
    """Sort: what others refer to first, and who comes before who goes."""
    return KINDS.index(row.kind), bool(row.cells.get("until")), row.row


def _put_safely(act: DirectoryAct, row: FileRow) -> None:
    """Put one row in; one that is refused leaves nothing for the rows after it."""
    noted = len(act.noted)
    place = act.work.session.begin_nested()
    try:
        PUT[row.kind](act, row)
        place.commit()
    except BaseException:
        place.rollback()
        del act.noted[noted:]
        # What was locked or added since is so no longer.
        act.taken.clear()
        raise


def _partnership(act: DirectoryAct, row: FileRow) -> None:
    put_partnership(act, row.cells["key"], row.cells["name"])


def _agency(act: DirectoryAct, row: FileRow) -> None:
    cells = row.cells
    put_agency(
        act,
        WantedAgency(
            key=cells["key"],
            name=cells["name"],
            sector=cells["sector"],
            partnership_key=_own(act, cells["partnership"]),
            telephone=cells["telephone"],
            out_of_hours=cells["out_of_hours"],
        ),
    )


def _area(act: DirectoryAct, row: FileRow) -> None:
    cells = row.cells
    put_area(
        act,
        WantedArea(
            key=cells["key"],
            name=cells["name"],
            partnership_key=_own(act, cells["partnership"]),
            process_definition_key=cells["procedure"],
            edition=cells["edition"],
            social_care_agency=cells["social_care"],
        ),
    )


def _own(act: DirectoryAct, partnership_key: str) -> str:
    """Return the partnership of a row; whoever administers a single one need not name it."""
    if partnership_key or len(act.administered) != 1:
        return partnership_key
    return next(iter(act.administered))


def _person(act: DirectoryAct, row: FileRow) -> None:
    cells = row.cells
    if bool(cells["agency"]) != bool(cells["role"]):
        raise InputRefusedError(HALF_ROLE)
    starts, ends = row.day("from"), row.day("until")
    if not cells["role"] and (starts or ends):
        raise InputRefusedError(NO_ROLE)
    is_new = find_person(act, checked_email(cells["email"])) is None
    if is_new and not cells["role"]:
        raise InputRefusedError(NEEDS_ROLE)
    if is_new and ends and end_of(ends) <= act.now:
        raise InputRefusedError(LEFT_ALREADY)
    wanted = WantedPerson(cells["email"], name=cells["name"], telephone=cells["telephone"])
    person = put_person(act, wanted)
    if cells["role"]:
        role = WantedRole(
            cells["agency"],
            cells["role"].lower(),
            begin_of(starts) if starts else None,
            end_of(ends) if ends else None,
        )
        put_role(act, person, role)


def _at_odds(rows: Iterable[FileRow]) -> Iterator[RowProblem]:
    """Yield the rows that say something else of somebody or something than an earlier row does."""
    said: dict[tuple[str, str], str] = {}
    keys: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.kind != "person":
            first = keys.setdefault((row.kind, row.cells["key"]), row.row)
            if first != row.row:
                yield RowProblem(row.row, SAME_KEY.format(key=row.cells["key"], row=first))
            continue
        email = row.cells["email"].lower()
        for column in ("name", "telephone"):
            text = row.cells[column]
            if text and said.setdefault((column, email), text) != text:
                yield RowProblem(row.row, AT_ODDS.format(column=column, email=email))


PUT: Mapping[str, Callable[[DirectoryAct, FileRow], None]] = {
    "partnership": _partnership,
    "agency": _agency,
    "area": _area,
    "person": _person,
}
