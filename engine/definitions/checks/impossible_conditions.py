"""A condition asks for answers that its questions have."""

from collections.abc import Iterator

from engine.definitions.conditions import Condition, conditions_of
from engine.definitions.diagram import Diagram
from engine.definitions.possible import Mismatch, can_be_true, mismatches_in
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.definitions.values import Fixed, Values
from engine.definitions.variables import Variables

NAME = "impossible-conditions"
_report = Reporter(NAME)
_MOST_SHOWN = 6


def check(subject: Subject) -> Iterator[Problem]:
    """Find conditions that no answer makes true, and comparisons with what is no answer."""
    if subject.refused_diagrams:
        return  # a value may come from the diagram that could not be read
    variables = Variables(subject)
    for diagram in subject.diagrams:
        for condition in conditions_of(diagram):
            yield from _faults(diagram, condition, variables)


def _faults(diagram: Diagram, condition: Condition, variables: Variables) -> Iterator[Problem]:
    def values_of(name: str) -> Values | None:
        return variables.of(condition.process, name)

    expression, target = condition.expression, condition.flow.target
    mismatches = list(mismatches_in(expression, values_of, variables.answers_to))
    to = target.name if target is not None else "nothing"
    if not can_be_true(expression, values_of):
        reason = f" {_said(mismatches[0])}" if mismatches else ""
        yield _report.error(
            diagram,
            condition.flow.element,
            f"The case can never go from “{condition.gateway.name}” to “{to}”: no answer makes "
            f"“{expression.source[:120]}” true.{reason}",
            _remedy(mismatches),
        )
        return
    for mismatch in mismatches:
        yield _report.warning(
            diagram,
            condition.flow.element,
            f"The condition on the way from “{condition.gateway.name}” to “{to}” asks for what "
            f"nobody can answer. {_said(mismatch)}",
            _remedy([mismatch]),
        )


def _said(mismatch: Mismatch) -> str:
    never = "never" if mismatch.is_never else "never, so it is always other than,"
    return (
        f"The answer to “{mismatch.name[:60]}” is {never} {_shown(mismatch.value)}; "
        f"it can be {_choices(mismatch.values)}."
    )


def _remedy(mismatches: list[Mismatch]) -> str:
    if not mismatches:
        return "Change the condition so that some answers make it true, or delete the way."
    return "Write the value of an answer as the form has it, or add the answer to the form."


def _choices(values: Values) -> str:
    if values.bounds is not None:
        low, high = values.bounds
        return f"a number from {low:g} to {high:g}"
    shown = sorted(map(_shown, values.listed or values.items))
    more = ["others"] if len(shown) > _MOST_SHOWN else []
    return ", ".join([*shown[:_MOST_SHOWN], *more])


def _shown(value: Fixed) -> str:
    if isinstance(value, bool):
        return "ticked (true)" if value else "not ticked (false)"
    return f"“{value[:60]}”" if isinstance(value, str) else f"{value:g}"
