"""The marshmallow fields of our questions: what each accepts is said by the field type."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from marshmallow import ValidationError, fields
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class WrongAnswer(ValueError):
    """An answer is not acceptable by itself; the text is the message for the person."""


class Answer(fields.Field[Any]):
    """A schema field that tidies a value, or refuses it with a message that names the question."""

    def __init__(self, tidy: Callable[[Any], Any], **options: Any) -> None:
        self._tidy = tidy
        super().__init__(**options)

    @override
    def _deserialize(
        self,
        value: Any,
        attr: str | None,
        data: Mapping[str, Any] | None,
        **kwargs: Any,
    ) -> Any:
        try:
            return self._tidy(value)
        except WrongAnswer as problem:
            raise ValidationError(str(problem)) from None


class TextAnswer(Answer, fields.String):
    """A JSON text; marshmallow's class tells OpenAPI so."""


class NumberAnswer(Answer, fields.Float):
    """A JSON number."""


class TickedAnswer(Answer, fields.Boolean):
    """A JSON true or false."""


class ChosenAnswers(Answer, fields.List[Any]):
    """A JSON list of texts."""

    def __init__(self, tidy: Callable[[Any], Any], **options: Any) -> None:
        self.inner = fields.String()
        super().__init__(tidy, cls_or_instance=self.inner, **options)
