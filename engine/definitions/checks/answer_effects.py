"""What an answer does besides being an answer is something that Concord can do."""

from collections.abc import Iterator

from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.definitions.telling import Telling, telling_of
from forms.fields.field import Field

NAME = "answer-effects"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find answers that tell nobody, or others than their own agency, or set nothing."""
    for key, form in subject.forms.items():
        for field in form.all_fields():
            for message, remedy in (*_telling(field), *_setting(field)):
                place = f"Form {key} ({field.id}): "
                yield _report.about_file(f"forms/{key}.form", place + message, remedy)


def _telling(field: Field) -> Iterator[tuple[str, str]]:
    try:
        telling = telling_of(field)
    except ValueError as error:
        yield str(error), "Write tells like this: yes=line-manager, and name the text."
        return
    if telling is not None:
        yield from _told_outside(field, telling)


def _told_outside(field: Field, telling: Telling) -> Iterator[tuple[str, str]]:
    if telling.answer not in {option.value for option in field.options}:
        yield (
            f"“{telling.answer[:60]}” is none of its answers.",
            "Name the value of one of its options; only a choice can tell somebody.",
        )
    if field.visible_to != "own agency":
        yield (
            "It tells only the own agency, but others can read the answer.",
            "Set visibleTo to own agency.",
        )
    if field.is_variable:
        yield (
            "It tells only the own agency, but the diagram and later forms know the answer.",
            "Set variable to no.",
        )


def _setting(field: Field) -> Iterator[tuple[str, str]]:
    sets = field.properties.get("setsCase")
    if sets is None:
        return
    if sets != "yes":
        yield f"“{sets[:60]}” is no value of setsCase.", "Write yes, or leave it away."
    elif not field.is_variable:
        yield (
            "It is to be a variable of the case, but it is none.",
            "Take the property variable away: long texts stay with the case and its readers.",
        )
