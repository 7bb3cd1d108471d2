"""What one line and several lines of typed text have in common."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from typing_extensions import override

from forms.fields.answers import WrongAnswer
from forms.fields.field import OWN_AGENCY, PERSONAL_DATA, Field, Limits
from forms.fields.field_type import FieldType
from forms.pattern import MAX_TEXT, Pattern, PatternError, read_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from forms.fields.component import Component
    from forms.scope import Scope

# Neither a database text column nor UTF-8 can hold these; no keyboard types them.
_UNTYPABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


# Text from word processors and slides ends lines, and breaks words, with characters of its own.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_HYPHENS = {0x1E: "-", 0x1F: None}


class TypedText(FieldType):
    """A text that a person types."""

    longest: ClassVar[int]
    """Characters that a form may allow at most."""

    usual: ClassVar[int]
    """Characters that it allows when it names no limit."""

    @override
    def read_parts(self, component: Component) -> dict[str, Any]:
        validate = component.inside("validate")
        validate.one_of("validationType", ("custom",))
        pattern = _read_pattern(validate)
        longest = MAX_TEXT if pattern else self.longest
        usual = min(longest, self.usual)
        most = validate.whole("maxLength", most=longest, default=usual)
        least = validate.whole("minLength", most=self.longest)
        if least > most or most == 0:
            component.refuse("No text is long enough and short enough.", "Correct the lengths.")
        properties = component.inside("properties")
        return {
            "limits": Limits(min_length=least, max_length=most, pattern=pattern),
            "is_questioned": properties.one_of("personalData", PERSONAL_DATA) == "questioned",
            "is_child_number": properties.one_of("childNumber", ("no", "yes")) == "yes",
        }

    @override
    def _read_is_variable(self, properties: Component) -> bool:
        is_wanted = super()._read_is_variable(properties)
        if properties.text("visibleTo") != OWN_AGENCY:
            return is_wanted
        if properties.text("variable") == "yes":
            properties.refuse(
                "A text for the own agency cannot be a variable: any form could show it.",
                "Remove “variable”, or let the other agency read the text.",
            )
        return False

    @override
    def tidy(self, field: Field, value: Any) -> Any:
        if not isinstance(value, str):
            raise WrongAnswer(f"{field.subject} must be text")
        # Line ends may double the length; anything longer still is refused before it is copied.
        if len(value) > field.limits.max_length * 2 + 1_000:
            raise WrongAnswer(_too_long(field))
        text = _LINE_END.sub("\n", value).translate(_HYPHENS).strip()
        problem = _problem(field, text) if text else None
        if problem:
            raise WrongAnswer(problem)
        return text or None

    @override
    def missing(self, field: Field) -> str:
        return field.ask("Enter")

    @override
    def candidates(self, field: Field, scope: Scope) -> Iterator[Any]:
        limits = field.limits
        reference = scope.context.get("case_reference")
        if field.is_child_number and reference:
            # Each case about another child: one that is open already would be asked about.
            yield reference
        if limits.pattern:
            yield from limits.pattern.examples
            return
        words = "An example answer. " * (1 + limits.min_length // 19)
        yield (
            words[: max(limits.min_length, min(18, limits.max_length))]
            .rstrip()
            .ljust(limits.min_length, ".")
        )

    @override
    def view(self, field: Field, answer: Any, scope: Scope) -> Mapping[str, Any]:
        return {"value": answer if isinstance(answer, str) else ""}


def _problem(field: Field, text: str) -> str | None:
    limits, subject = field.limits, field.subject
    if _UNTYPABLE.search(text):
        return f"{subject} must only have characters that can be typed"
    if len(text) > limits.max_length:
        return _too_long(field)
    if len(text) < limits.min_length:
        return f"{subject} must be {limits.min_length:,} characters or more"
    if limits.pattern and not limits.pattern.fits(text):
        return f"{subject} is not in the right format" + (f". {field.hint}" if field.hint else "")
    return None


def _too_long(field: Field) -> str:
    return f"{field.subject} must be {field.limits.max_length:,} characters or fewer"


def _read_pattern(validate: Component) -> Pattern | None:
    source = validate.text("pattern")
    if not source:
        return None
    try:
        return read_pattern(source)
    except PatternError as problem:
        validate.refuse(str(problem), "Write a simpler pattern.")
        return None
