"""What was typed into the tables of a form's questions, laid over the form as it is now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from forms.editing.canonical import JsonObject
from forms.editing.components import Placed, list_components
from forms.editing.members import IN_TABLE, Member, members_of
from forms.editing.typed import TypedWrong, set_member, show_member

TITLE = "form.title"


@dataclass(frozen=True)
class TypedMember:
    """One input of a table."""

    member: Member
    name: str
    value: str
    error: str = ""


@dataclass(frozen=True)
class TypedQuestion:
    """One component of a form in a table."""

    id: str
    type: str
    depth: int
    members: tuple[TypedMember, ...]
    is_first: bool
    is_last: bool


def read_typed_members(
    document: JsonObject, posted: Mapping[str, str] | None, *, only: str = ""
) -> tuple[TypedQuestion, ...]:
    """Return the components with their inputs: what was posted, else what the form says.

    `only` is the id of the one component of which everything is shown; without it, all have a row.
    """
    return tuple(
        _question(placed, posted, whole=bool(only))
        for placed in list_components(document)
        if placed.id and (not only or placed.id == only)
    )


def lay_over(
    document: JsonObject, base: JsonObject, posted: Mapping[str, str], *, only: str = ""
) -> dict[str, str]:
    """Set in the document what was typed otherwise than the base said; return what is wrong.

    What somebody else has changed since stays, unless the same was typed over. The answer is a
    message for each input by its name.
    """
    before = {placed.id: placed.component for placed in list_components(base)}
    wrong = {}
    for placed in list_components(document):
        if not placed.id or (only and placed.id != only):
            continue
        for member in _shown_members(placed, whole=bool(only)):
            name = input_name(placed.id, member)
            typed = _posted(posted, name, member)
            was = show_member(before.get(placed.id, {}), member)
            if typed is None or _plain(typed) == _plain(was):
                continue
            try:
                set_member(placed.component, member, typed)
            except TypedWrong as error:
                wrong[name] = str(error)
    return wrong


def gone_since(
    document: JsonObject, base: JsonObject, posted: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return what was typed at questions that somebody has taken away since: input, and text."""
    kept = {placed.id for placed in list_components(document)}
    return tuple(
        (member.label, typed)
        for placed in list_components(base)
        if placed.id and placed.id not in kept
        for member in members_of(placed.type)
        if (typed := _posted(posted, input_name(placed.id, member), member)) is not None
        and _plain(typed) != _plain(show_member(placed.component, member))
    )


def with_errors(
    questions: Iterable[TypedQuestion], wrong: Mapping[str, str]
) -> tuple[TypedQuestion, ...]:
    """Return the same questions with messages at their inputs."""
    return tuple(
        TypedQuestion(
            one.id,
            one.type,
            one.depth,
            tuple(
                TypedMember(typed.member, typed.name, typed.value, wrong.get(typed.name, ""))
                for typed in one.members
            ),
            one.is_first,
            one.is_last,
        )
        for one in questions
    )


def input_name(component_id: str, member: Member) -> str:
    """Return the name of the input of a member at a component."""
    return f"{component_id}.{member.name}"


def _question(placed: Placed, posted: Mapping[str, str] | None, *, whole: bool) -> TypedQuestion:
    members = tuple(
        _typed(placed, member, posted) for member in _shown_members(placed, whole=whole)
    )
    return TypedQuestion(
        placed.id,
        placed.type,
        placed.depth,
        members,
        is_first=placed.siblings[0] is placed.component,
        is_last=placed.siblings[-1] is placed.component,
    )


def _typed(placed: Placed, member: Member, posted: Mapping[str, str] | None) -> TypedMember:
    name = input_name(placed.id, member)
    typed = _posted(posted, name, member) if posted is not None else None
    return TypedMember(
        member, name, show_member(placed.component, member) if typed is None else typed
    )


def _shown_members(placed: Placed, *, whole: bool) -> tuple[Member, ...]:
    members = members_of(placed.type)
    return members if whole else tuple(one for one in members if one.path in IN_TABLE)


def _posted(posted: Mapping[str, str] | None, name: str, member: Member) -> str | None:
    """Return what was posted; a box that is not ticked posts only that it was there."""
    if posted is None:
        return None
    if member.kind == "flag":
        return posted.get(name, "") if f"{name}.shown" in posted else None
    return posted.get(name)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def plain_post(posted: MultiDict[str, str]) -> dict[str, Any]:
    """Return the first value of each name, to be looked at as often as needed."""
    return dict(posted.items())
