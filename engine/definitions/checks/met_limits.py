"""A moment that meets time limits names clocks that are there."""

from collections.abc import Iterator

from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from forms.definition import FormDefinition
from forms.fields.field import Field
from forms.limits_met import words_of

NAME = "met-limits"
_report = Reporter(NAME)
_REMEDY = "Write the id of a clock on a step, such as Timer_S1_24h, as the diagram has it."


def check(subject: Subject) -> Iterator[Problem]:
    """Find fields whose `meetsLimit` names what is no timer on the edge of a step."""
    timers = {
        node.id
        for diagram in subject.diagrams
        for node in diagram.of_kind("boundaryEvent")
        if "timerEventDefinition" in node.event_definitions
    }
    # An expression asks for answers as well: the values of options are no mistaken ids.
    answers = {
        option.value
        for form in subject.forms.values()
        for field in form.all_fields()
        for option in field.options
    }
    for key, form in subject.forms.items():
        yield from _faults(key, form, timers, answers)


def _faults(
    key: str, form: FormDefinition, timers: set[str], answers: set[str]
) -> Iterator[Problem]:
    for field in form.all_fields():
        for word in sorted(words_of(field) - timers - _allowed(field, answers)):
            yield _report.about_file(
                f"forms/{key}.form",
                f"Form {key}: “{field.label}” meets the limit “{word[:80]}”, but no step has such "
                "a clock.",
                _REMEDY,
            )


def _allowed(field: Field, answers: set[str]) -> set[str]:
    asks = field.limits_met is not None and field.limits_met.names
    return answers if asks else set()
