"""What the names in expressions mean: questions of forms, and how answers to them read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from forms.definition import FormDefinition
from forms.fields.field import Field


@dataclass(frozen=True)
class Asked:
    """A question, and the form that asks it."""

    field: Field
    form_key: str
    form_title: str


@dataclass(frozen=True)
class Vocabulary:
    """The questions of a procedure by key (one may stand in several forms), and what calls define.

    `defined` are names that a call gives back, with the FEEL that works them out. `keys` are those
    that ask a question by its label, so that two questions of the same wording are told apart.
    """

    asked: Mapping[str, Sequence[Asked]]
    keys: Mapping[str, frozenset[str]]
    defined: Mapping[str, str]

    def without(self, facts: Iterable[str]) -> Self:
        """Return the same for a called process: what it is handed over is asked by no form."""
        known = frozenset(facts)
        return replace(self, asked={k: v for k, v in self.asked.items() if k not in known})

    def on_form(self, form_key: str) -> Self:
        """Return the same for the questions of one form: its own come first, and need no title."""
        own = {
            key: sorted(found, key=lambda one: one.form_key != form_key)
            for key, found in self.asked.items()
        }
        return replace(self, asked=own, keys={})

    def subject(self, name: str, value: str | None = None) -> str:
        """Return the question of a name, in quotation marks; a fact of the case by its name.

        The title of the form is added where another question has the same words.
        """
        asked = self._asked(name, value)
        if asked is None:
            return f"“{in_plain_words(name)}”"
        label = " ".join(asked.field.label.split())
        is_shared = len(self.keys.get(label, frozenset())) > 1
        return f"“{label}” (form “{asked.form_title}”)" if is_shared else f"“{label}”"

    def is_asked(self, name: str) -> bool:
        """Tell whether a form asks for this name."""
        return name in self.asked

    def answer(self, name: str, value: str) -> str:
        """Return how an answer reads on its form, in quotation marks."""
        asked = self._asked(name, value)
        options = asked.field.options if asked is not None else ()
        label = next((option.label for option in options if option.value == value), None)
        return f"“{label or in_plain_words(value)}”"

    def definition(self, name: str) -> str:
        """Return the expression that works a name out, or ""."""
        return self.defined.get(name, "")

    def _asked(self, name: str, value: str | None) -> Asked | None:
        """Return the question that knows the answer, or else the first one with this key."""
        known = self.asked.get(name, ())
        for one in known:
            if any(option.value == value for option in one.field.options):
                return one
        return known[0] if known else None


def vocabulary_of(
    forms: Iterable[FormDefinition], defined: Mapping[str, str] | None = None
) -> Vocabulary:
    """Return the vocabulary of these forms, and of what calls define."""
    asked: dict[str, list[Asked]] = defaultdict(list)
    keys: dict[str, set[str]] = defaultdict(set)
    for form in forms:
        for key, field in form.questions.items():
            asked[key].append(Asked(field, form.key, form.title))
            keys[" ".join(field.label.split())].add(key)
    shared = {label: frozenset(found) for label, found in keys.items()}
    return Vocabulary(dict(asked), shared, defined or {})


def in_plain_words(name: str) -> str:
    """Return “child status” for `child_status`; what is no simple name stays as it is."""
    text = " ".join(name.split())
    return text.replace("_", " ") if text.replace(" ", "").isidentifier() else text
