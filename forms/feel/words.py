"""Conditions in plain English: “Did you resolve it?” is answered “Yes”.

What has no plain words stands as it is written, and so does all of what cannot be read.
"""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Protocol

from lark import Token, Tree

from forms.feel.errors import FeelError
from forms.feel.tree import called, literal_of, parse_tree
from forms.feel.value_words import ValueWords, is_moment

_ORDERS = {"<": "is less than", ">": "is more than", "<=": "is at most", ">=": "is at least"}
_MOMENTS = {"<": "is before", ">": "is after", "<=": "is not after", ">=": "is not before"}
_ONE_OF_SEVERAL: Mapping[str, str] = {"some": "at least one", "every": "every"}
_JOINED = frozenset({"conjunction", "disjunction", "conditional"})

Branch = Tree[Token]


class Vocabulary(Protocol):
    """What people call the names and values of expressions."""

    def subject(self, name: str, value: str | None = None) -> str:
        """Return the question of a name in quotation marks; a fact of the case by its name."""
        ...

    def is_asked(self, name: str) -> bool:
        """Tell whether a form asks for this name."""
        ...

    def answer(self, name: str, value: str) -> str:
        """Return how an answer reads on its form, in quotation marks."""
        ...

    def definition(self, name: str) -> str:
        """Return the expression that works a name out, or ""."""
        ...


def condition_in_words(source: str, vocabulary: Vocabulary) -> str:
    """Return a condition, without its leading `=`, as a clause of a sentence."""
    return _said(source, lambda tree: _Teller(source, vocabulary).tell(tree))


def value_in_words(source: str, vocabulary: Vocabulary) -> str:
    """Return what an expression without its leading `=` works out: a name, a moment, a number."""
    return _said(source, lambda tree: _Teller(source, vocabulary).value(tree))


def asked_when(hide: str, vocabulary: Vocabulary) -> str:
    """Return when a question is asked that a condition hides: “Only if …” or “Not if …”."""

    def told(tree: Branch) -> str:
        teller = _Teller(hide, vocabulary)
        opposite = teller.opposite(tree)
        return f"Only if {opposite}" if opposite else f"Not if {teller.tell(tree)}"

    return _said(hide, told, f"Not if {hide.strip()}")


def _said(source: str, tell: Callable[[Branch], str], otherwise: str = "") -> str:
    try:
        return tell(parse_tree(source))
    except FeelError:
        return otherwise or source.strip()


class _Teller:
    """Puts one expression into words.

    Names that a definition works out are told by it, but not within a definition: so circles end.
    """

    def __init__(self, source: str, vocabulary: Vocabulary, *, defines: bool = True) -> None:
        self._vocabulary = vocabulary
        self._defines = defines
        self._values = ValueWords(source, vocabulary.subject, self.tell)
        self._rules: Mapping[str, Callable[[Branch], str | None]] = {
            "equality": lambda tree: self._compared(tree, negated=False),
            "inequality": lambda tree: self._compared(tree, negated=True),
            "membership": lambda tree: self._membership(tree, negated=False),
            "order": self._order,
            "between": self._between,
            "conjunction": lambda tree: self._joined(tree, "and"),
            "disjunction": lambda tree: self._joined(tree, "or"),
            "some": self._one_of_several,
            "every": self._one_of_several,
            "call": self._call,
            "variable": self._plain,
            "path": self._plain,
        }

    def tell(self, tree: Branch) -> str:
        """Return the words of a condition, or the part itself when there are none."""
        rule = self._rules.get(str(tree.data))
        words = rule(tree) if rule is not None else None
        return words or self.value(tree)

    def value(self, tree: Branch) -> str:
        """Return the words of what is no yes or no: a name, a text, what a function gives."""
        return self.tell(tree) if self._is_condition(tree) else self._values.tell(tree)

    def opposite(self, tree: Branch) -> str | None:
        """Return the words of the opposite, where they are as plain as those of the part."""
        if tree.data == "inequality":
            return self._compared(tree, negated=False)
        function, given = called(tree)
        if function == "not" and len(given) == 1:
            return self.tell(given[0])
        if tree.data == "disjunction":
            parts = [self.opposite(one) for one in tree.children if isinstance(one, Tree)]
            return " and ".join(filter(None, parts)) if all(parts) else None
        return self._negated(tree)

    def _is_condition(self, tree: Branch) -> bool:
        if tree.data == "call":
            return called(tree)[0] in {"not", "list contains"}
        return tree.data not in {"variable", "path"} and str(tree.data) in self._rules

    def _compared(self, tree: Branch, *, negated: bool) -> str | None:
        left, right = tree.children
        name, value = _name(left), _literal(right)
        if value == "null" and name is None:
            return f"{self._values.tell(left)} is {'' if negated else 'not '}known"
        if name is None or value is None:
            verb = "is not" if negated else "is"
            return f"{self._values.tell(left)} {verb} {self._values.tell(right)}"
        definition = self._vocabulary.definition(name) if self._defines else ""
        if definition and value == "true" and not negated:
            inner = _Teller(definition, self._vocabulary, defines=False)
            return _said(definition, inner.tell)
        return self._is(name, (value,), negated=negated)

    def _membership(self, tree: Branch, *, negated: bool) -> str | None:
        name, values = _name(tree.children[0]), _literals(tree.children[1])
        return self._is(name, values, negated=negated) if name is not None and values else None

    def _is(self, name: str, values: Sequence[str], *, negated: bool) -> str:
        """Return the clause that says what a question is answered with."""
        subject = self._vocabulary.subject(name, values[0])
        is_asked = self._vocabulary.is_asked(name)
        (only,) = values if len(values) == 1 else (None,)
        if only == "null":
            return f"{subject} is {'' if negated else 'not '}{'answered' if is_asked else 'known'}"
        if only in {"true", "false"}:
            is_ticked = (only == "true") != negated
            return f"{subject} is {'' if is_ticked else 'not '}{'ticked' if is_asked else 'so'}"
        answers = _listed([self._vocabulary.answer(name, value) for value in values], "or")
        verb = "is answered" if is_asked else "is"
        return f"{subject} {verb.replace('is', 'is not', 1) if negated else verb} {answers}"

    def _order(self, tree: Branch) -> str:
        left, order, right = tree.children
        words = _MOMENTS if is_moment(left) or is_moment(right) else _ORDERS
        return f"{self._values.tell(left)} {words[str(order)]} {self._values.tell(right)}"

    def _between(self, tree: Branch) -> str:
        value, start, end = map(self._values.tell, tree.children)
        return f"{value} is between {start} and {end}"

    def _joined(self, tree: Branch, word: str) -> str:
        branches = [child for child in tree.children if isinstance(child, Tree)]
        clauses: list[str] = []
        for name, same in groupby(branches, _compared_name):
            group = list(same)
            if name is not None and word == "or" and len(group) > 1:
                values = [value for child in group if (value := _literal(child.children[1]))]
                clauses.append(self._is(name, values, negated=False))
            else:
                clauses.extend(self._inside(child) for child in group)
        return f" {word} ".join(clauses)

    def _inside(self, tree: Branch) -> str:
        words = self.tell(tree)
        return f"({words})" if tree.data in _JOINED else words

    def _one_of_several(self, tree: Branch) -> str | None:
        bindings, body = tree.children
        if not isinstance(bindings, Tree) or not isinstance(body, Tree):
            return None
        items = _only_list(bindings)
        if items is None:
            return None
        name = _name(items)
        # Lists that no form asks for hold one entry for each agency.
        is_asked = name is None or self._vocabulary.is_asked(name)
        of = f" of {self._values.tell(items)}" if is_asked else " agency"
        return f"for {_ONE_OF_SEVERAL[str(tree.data)]}{of}, {self.tell(body)}"

    def _call(self, tree: Branch) -> str | None:
        function, given = called(tree)
        if function == "not" and len(given) == 1:
            return self._negated(given[0]) or f"it is not so that {self._inside(given[0])}"
        return self._contains(tree, negated=False)

    def _contains(self, tree: Branch, *, negated: bool) -> str | None:
        function, given = called(tree)
        if function != "list contains" or len(given) != 2:  # noqa: PLR2004 - list, entry
            return None
        name, value = _name(given[0]), _literal(given[1])
        verb = "does not include" if negated else "includes"
        if name is None or value is None:
            return f"{self._values.tell(given[0])} {verb} {self._values.tell(given[1])}"
        subject = self._vocabulary.subject(name, value)
        return f"{subject} {verb} {self._vocabulary.answer(name, value)}"

    def _negated(self, tree: Branch) -> str | None:
        """Return the words of the opposite of a comparison."""
        if tree.data == "equality":
            return self._compared(tree, negated=True)
        if tree.data == "membership":
            return self._membership(tree, negated=True)
        return self._contains(tree, negated=True)

    def _plain(self, tree: Branch) -> str | None:
        name = _name(tree)
        return None if name is None else self._is(name, ("true",), negated=False)


def _listed(names: Sequence[str], word: str = "and") -> str:
    return f" {word} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _name(tree: object) -> str | None:
    """Return the name that a part reads: a variable, or an answer of one of several."""
    if not isinstance(tree, Tree):
        return None
    owner = tree.children[0] if tree.data == "path" else tree
    is_plain = isinstance(owner, Tree) and owner.data == "variable"
    return str(tree.children[-1]) if is_plain else None


def _literal(tree: object) -> str | None:
    """Return a text, or the word for true, false and nothing."""
    text = literal_of(tree)
    if text is not None or not isinstance(tree, Tree):
        return text
    return str(tree.data) if tree.data in {"true", "false", "null"} else None


def _literals(tree: object) -> tuple[str, ...]:
    if not isinstance(tree, Tree) or tree.data != "list":
        return ()
    values = [literal_of(child) for child in tree.children]
    return tuple(value for value in values if value is not None) if all(values) else ()


def _compared_name(tree: Branch) -> str | None:
    """Return the name that a part compares with a text, to say several such parts at once."""
    is_text = tree.data == "equality" and literal_of(tree.children[1]) is not None
    return _name(tree.children[0]) if is_text else None


def _only_list(bindings: Branch) -> Branch | None:
    """Return the list that a loop goes through; None for several, or for numbers."""
    if len(bindings.children) != 1 or not isinstance(bindings.children[0], Tree):
        return None
    _, items, end = bindings.children[0].children
    return items if end is None and isinstance(items, Tree) else None
