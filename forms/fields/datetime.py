"""A date, or a date with a time of day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from forms.feel import parse_expression
from forms.fields.answers import WrongAnswer
from forms.fields.field import Field, Limits
from forms.fields.field_type import FieldType, Posted
from forms.fields.limits_met import read_limits_met
from forms.fields.moments import (
    DATE_PARTS,
    TIME_PARTS,
    MomentError,
    put_together,
    read_date,
    read_date_time,
    say_date,
    say_date_time,
    take_apart,
)
from forms.london import in_utc, wall_time

if TYPE_CHECKING:
    from marshmallow.fields import Field as SchemaField

    from forms.feel import Expression
    from forms.fields.component import Component
    from forms.scope import Scope

_PLAIN_WORDS: Mapping[tuple[str, str], str] = {
    ("not_after", "now()"): "must be in the past",
    ("not_after", "today()"): "must be today or in the past",
    ("not_before", "now()"): "must be in the future",
    ("not_before", "today()"): "must be today or in the future",
}
_NOW, _TODAY = parse_expression("now()"), parse_expression("today()")
_SOME_DAY = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


class DateTime(FieldType):
    """A date, or a date and time: typed in London time, stored in UTC."""

    name: ClassVar[str] = "datetime"
    label_member: ClassVar[str] = "dateLabel"

    @override
    def read_parts(self, component: Component) -> dict[str, Any]:
        component.ignore("timeLabel", "use24h", "timeInterval", "timeSerializingFormat")
        properties = component.inside("properties")
        with_time = component.one_of("subtype", ("date", "datetime")) == "datetime"
        limits_met = read_limits_met(properties)
        if limits_met is not None and not with_time:
            component.refuse(
                "A date alone cannot meet a time limit.", "Make “subtype” datetime: ask the time."
            )
        return {
            "with_time": with_time,
            "limits_met": limits_met,
            "limits": Limits(
                not_before=properties.expression("notBefore"),
                not_after=properties.expression("notAfter"),
            ),
        }

    @override
    def tidy(self, field: Field, value: Any) -> Any:
        if value == "" or (isinstance(value, Mapping) and not any(value.values())):
            return None
        try:
            if isinstance(value, Mapping):
                value = put_together(value, with_time=field.with_time)
            return _tidy(value if isinstance(value, str) else "", with_time=field.with_time)
        except MomentError as problem:
            raise WrongAnswer(f"{field.subject} {problem}") from None

    @override
    def schema_field(self, field: Field, **options: Any) -> SchemaField[Any]:
        what = "date-time" if field.with_time else "date"
        return super().schema_field(field, metadata={"format": what}, **options)

    @override
    def read_posted(self, field: Field, posted: Posted) -> Any:
        """Return the ISO text of the parts, or the parts as typed when they make no date."""
        names = DATE_PARTS + TIME_PARTS if field.with_time else DATE_PARTS
        typed = {name: (posted.get(f"{field.key}-{name}") or "").strip() for name in names}
        if not any(typed.values()):
            return None
        try:
            text = put_together(typed, with_time=field.with_time)
            _tidy(text, with_time=field.with_time)
        except MomentError:
            return typed
        return text

    @override
    def keep(self, field: Field, value: Any) -> Any:
        moment = _as_moment(value, with_time=field.with_time)
        return value if moment is None else _whole_minute(moment).isoformat()

    @override
    def check(self, field: Field, answer: Any, scope: Scope) -> str | None:
        value = _value(answer, with_time=field.with_time)
        earliest = _limit(field, field.limits.not_before, scope)
        latest = _limit(field, field.limits.not_after, scope)
        # People type whole minutes: a limit of 16:00:30 must not refuse 16:00.
        if earliest is not None and value < _whole_minute(earliest):
            return _out_of_bounds(field, "not_before", earliest)
        if latest is not None and value > latest:
            return _out_of_bounds(field, "not_after", latest)
        return None

    @override
    def missing(self, field: Field) -> str:
        return field.ask("Enter")

    @override
    def candidates(self, field: Field, scope: Scope) -> Iterator[Any]:
        limits = field.limits
        for expression in (limits.not_after, limits.not_before):
            limit = _limit(field, expression, scope)
            if limit is not None:
                yield _whole_minute(limit).isoformat()
        some_day = _SOME_DAY if field.with_time else _SOME_DAY.date()
        yield some_day.isoformat()
        # A limit may follow an answer that was not given yet when it was asked for above.
        present = _limit(field, _NOW if field.with_time else _TODAY, scope)
        if present is not None:
            yield _whole_minute(present).isoformat()

    @override
    def show(self, field: Field, answer: Any, scope: Scope) -> str:
        if isinstance(answer, Mapping):
            return " ".join(str(part) for part in answer.values() if part)
        try:
            value = _value(str(answer), with_time=field.with_time)
        except ValueError:
            return str(answer)
        return say_date_time(value) if isinstance(value, datetime) else say_date(value)

    @override
    def view(self, field: Field, answer: Any, scope: Scope) -> Mapping[str, Any]:
        parts = take_apart(answer, with_time=field.with_time)
        names = DATE_PARTS + TIME_PARTS if field.with_time else DATE_PARTS
        return {
            "parts": [{"name": name, "value": parts.get(name, "")} for name in names],
            "example": "For example, 27 3 2026" + (", 14 30" if field.with_time else ""),
        }


def _tidy(text: str, *, with_time: bool) -> str:
    return read_date_time(text) if with_time else read_date(text)


def _value(answer: str, *, with_time: bool) -> date:
    """Return a stored answer as an aware date-time or as a date."""
    return in_utc(datetime.fromisoformat(answer)) if with_time else date.fromisoformat(answer)


def _limit(field: Field, expression: Expression | None, scope: Scope) -> date | None:
    """Return what a limit comes to, in the type of the answer; None when it cannot be known."""
    value = scope.evaluate(expression) if expression else None
    return _as_moment(value, with_time=field.with_time)


def _as_moment(value: Any, *, with_time: bool) -> date | None:
    """Return the result of an expression as a date-time in UTC, or as a day in London."""
    if isinstance(value, str):
        value = _read_moment(value)
    if isinstance(value, datetime):
        return in_utc(value) if with_time else wall_time(value).date()
    return value if isinstance(value, date) and not with_time else None


def _read_moment(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None


def _whole_minute(value: date) -> date:
    return value.replace(second=0, microsecond=0) if isinstance(value, datetime) else value


def _out_of_bounds(field: Field, bound: str, limit: date) -> str:
    limits = field.limits
    expression = limits.not_before if bound == "not_before" else limits.not_after
    plain = _PLAIN_WORDS.get((bound, expression.source if expression else ""))
    if plain:
        return f"{field.subject} {plain}"
    said = say_date_time(limit) if isinstance(limit, datetime) else say_date(limit)
    return f"{field.subject} must be {said} or {'later' if bound == 'not_before' else 'earlier'}"
