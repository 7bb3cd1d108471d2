"""Where a conditional question stands on a page that works without JavaScript.

Under the one answer that makes it appear, where there is such an answer in the same group. Else it
is always shown, with a sentence that says when it applies: no answer is lost, and validation
ignores what is not asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from forms.fields.choices import options_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forms.definition import FormDefinition
    from forms.fields.field import Field
    from forms.scope import Scope

MAX_DEPTH = 3
"""How often a revealed question may reveal another before that one is simply shown."""

TICKED = "true"
"""What a single ticked box posts."""


@dataclass(frozen=True)
class Reaction:
    """One answer to a question, as expressions see it and as the page posts it."""

    answer: Any
    value: str
    label: str


@dataclass
class Placement:
    """What stands under which answer, what is left out, and the sentences for the rest."""

    under: dict[tuple[str, str], list[Field]] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    left_out: set[str] = field(default_factory=set)
    sentences: dict[str, str] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)


def place_fields(form: FormDefinition, scope: Scope) -> Placement:
    """Return where every conditional field of the form stands."""
    placement = Placement()
    for siblings in _families(form.fields):
        near = frozenset(sibling.key for sibling in siblings if sibling.takes_answer)
        for one in siblings:
            if one.hide is not None:
                _place(one, form, near, scope, placement)
    return placement


def _families(siblings: Sequence[Field]) -> Iterator[Sequence[Field]]:
    yield siblings
    for sibling in siblings:
        yield from _families(sibling.children)


def _place(
    one: Field,
    form: FormDefinition,
    near: frozenset[str],
    scope: Scope,
    placement: Placement,
) -> None:
    names = one.hide.names if one.hide else frozenset()
    questions = [form.questions[name] for name in sorted(names) if name in form.questions]
    if not questions:
        # It depends on the case alone, so we know already.
        if one.hide and scope.with_answers({}).holds(one.hide):
            placement.left_out.add(one.id)
        return
    question, showing = questions[0], _showing(one, questions, scope)
    depth = placement.depths.get(question.key, 0) + 1
    reveals = question.type in {"radio", "checklist", "checkbox"} and depth <= MAX_DEPTH
    if len(showing) != 1 or question.key not in near or not reveals:
        placement.sentences[one.id] = one.condition_hint or _sentence(question, showing)
        return
    placement.under.setdefault((question.key, showing[0].value), []).append(one)
    placement.moved.add(one.id)
    placement.depths[one.key] = depth


def _showing(one: Field, questions: Sequence[Field], scope: Scope) -> Sequence[Reaction]:
    """Return the answers to a lone question that make the field appear.

    There are none when it also appears before anything is answered.
    """
    question, hide = questions[0], one.hide
    blank = False if question.type == "checkbox" else None
    if hide is None or len(questions) > 1:
        return ()
    if not scope.with_answers({question.key: blank}).holds(hide):
        return ()
    return [
        reaction
        for reaction in _reactions(question, scope)
        if not scope.with_answers({question.key: reaction.answer}).holds(hide)
    ]


def _reactions(question: Field, scope: Scope) -> Iterator[Reaction]:
    if question.type == "checkbox":
        yield Reaction(answer=True, value=TICKED, label=question.label)
    for option in options_of(question, scope):
        answer = [option.value] if question.type == "checklist" else option.value
        yield Reaction(answer, option.value, option.label)


def _sentence(question: Field, showing: Sequence[Reaction]) -> str:
    if not showing:
        return "Only if it applies."
    answers = " or ".join(f"‘{reaction.label}’" for reaction in showing)
    return f"Only if you answer {answers} to ‘{question.label}’."
