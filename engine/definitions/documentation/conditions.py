"""Conditions of a diagram in words: “Is it resolved?” is answered “Yes”."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from lark import Token, Tree

from engine.definitions.documentation.vocabulary import Vocabulary
from engine.english import listed
from forms.feel.errors import FeelError
from forms.feel.tree import parse_tree

ORDERS = {
    "<": "is less than",
    ">": "is more than",
    "<=": "is at most",
    ">=": "is at least",
}
OTHERS: Mapping[str, str] = {"some": "at least one", "every": "every"}

Branch = Tree[Token]


def condition_in_words(source: str, vocabulary: Vocabulary) -> str:
    """Return a condition, without its leading `=`, as a clause of a sentence.

    What has no plain words stands as it is written; so does all of what cannot be read.
    """
    try:
        return _Teller(source, vocabulary).tell(parse_tree(source))
    except FeelError:
        return source.strip()


def literal(tree: object) -> str | None:
    """Return the text of a string in an expression, or None for anything else."""
    if isinstance(tree, Tree) and tree.data == "string":
        return str(tree.children[0])[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return None


class _Teller:
    """Puts one expression into words."""

    def __init__(self, source: str, vocabulary: Vocabulary) -> None:
        self._source = source
        self._vocabulary = vocabulary
        self._rules: Mapping[str, Callable[[Branch], str | None]] = {
            "equality": lambda tree: self._compared(tree, negated=False),
            "inequality": lambda tree: self._compared(tree, negated=True),
            "membership": self._membership,
            "order": self._order,
            "conjunction": lambda tree: self._joined(tree, "and"),
            "disjunction": lambda tree: self._joined(tree, "or"),
            "some": self._others,
            "every": self._others,
            "call": self._call,
            "variable": self._plain,
            "path": self._plain,
        }

    def tell(self, tree: Branch) -> str:
        """Return the words of a part, or the part itself when there are none."""
        rule = self._rules.get(str(tree.data))
        words = rule(tree) if rule is not None else None
        return words or self._as_written(tree)

    def opposite(self, tree: Branch) -> str | None:
        """Return the words of the opposite, where they are as plain as those of the part."""
        if tree.data == "inequality":
            return self._compared(tree, negated=False)
        if tree.data == "call" and str(tree.children[0]) == "not":
            inner = tree.children[1]
            return self.tell(inner) if isinstance(inner, Tree) else None
        if tree.data == "disjunction":
            parts = [self.opposite(one) for one in tree.children if isinstance(one, Tree)]
            return " and ".join(filter(None, parts)) if all(parts) else None
        return self._negated(tree)

    def _as_written(self, tree: Branch) -> str:
        return self._source[tree.meta.start_pos : tree.meta.end_pos]

    def _compared(self, tree: Branch, *, negated: bool) -> str | None:
        name, value = self._name(tree.children[0]), _value(tree.children[1])
        if name is None or value is None:
            return None
        if name in self._vocabulary.defined and value == "true" and not negated:
            return condition_in_words(self._vocabulary.defined[name], self._defining())
        return self._is(name, (value,), negated=negated)

    def _defining(self) -> Vocabulary:
        # What defines a name is told without definitions, so that circles end.
        return replace(self._vocabulary, defined={})

    def _membership(self, tree: Branch) -> str | None:
        name, values = self._name(tree.children[0]), _values(tree.children[1])
        if name is None or not values:
            return None
        return self._is(name, values, negated=False)

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
        answers = listed([self._vocabulary.answer(name, value) for value in values], "or")
        verb = "is answered" if is_asked else "is"
        return f"{subject} {verb.replace('is', 'is not', 1) if negated else verb} {answers}"

    def _order(self, tree: Branch) -> str | None:
        left, order, right = tree.children
        name = self._name(left)
        if name is None or not isinstance(right, Tree):
            return None
        return f"{self._vocabulary.subject(name)} {ORDERS[str(order)]} {self._as_written(right)}"

    def _joined(self, tree: Branch, word: str) -> str:
        branches = [child for child in tree.children if isinstance(child, Tree)]
        clauses: list[str] = []
        for name, same in groupby(branches, self._equal_name):
            group = list(same)
            if name is not None and word == "or" and len(group) > 1:
                values = [value for child in group if (value := _value(child.children[1]))]
                clauses.append(self._is(name, values, negated=False))
            else:
                clauses.extend(self._inside(child) for child in group)
        return f" {word} ".join(clauses)

    def _inside(self, tree: Branch) -> str:
        words = self.tell(tree)
        is_joined = tree.data in {"conjunction", "disjunction", "conditional"}
        return f"({words})" if is_joined else words

    def _equal_name(self, tree: Branch) -> str | None:
        """Return the name that a part compares with a text, to say several such parts at once."""
        is_text = tree.data == "equality" and literal(tree.children[1]) is not None
        return self._name(tree.children[0]) if is_text else None

    def _others(self, tree: Branch) -> str | None:
        bindings, body = tree.children
        if not isinstance(bindings, Tree) or not isinstance(body, Tree):
            return None
        if len(bindings.children) != 1:
            return None
        return f"for {OTHERS[str(tree.data)]} agency, {self.tell(body)}"

    def _call(self, tree: Branch) -> str | None:
        function, *given = tree.children
        if str(function) == "not" and len(given) == 1 and isinstance(given[0], Tree):
            inner = given[0]
            negated = self._negated(inner)
            return negated or f"it is not so that {self.tell(inner)}"
        if str(function) == "list contains" and len(given) == 2:  # noqa: PLR2004 - list, entry
            name, value = self._name(given[0]), _value(given[1])
            if name is not None and value is not None:
                answer = self._vocabulary.answer(name, value)
                return f"{self._vocabulary.subject(name, value)} includes {answer}"
        return None

    def _negated(self, tree: Branch) -> str | None:
        """Return the words of the opposite of a comparison."""
        if tree.data == "equality":
            return self._compared(tree, negated=True)
        name = self._name(tree.children[0]) if tree.data == "membership" else None
        values = _values(tree.children[1]) if name is not None else ()
        return self._is(name, values, negated=True) if name is not None and values else None

    def _plain(self, tree: Branch) -> str | None:
        name = self._name(tree)
        return None if name is None else self._is(name, ("true",), negated=False)

    def _name(self, tree: object) -> str | None:
        """Return the name that a part reads: a variable, or an answer of one of several."""
        if not isinstance(tree, Tree) or tree.data not in {"variable", "path"}:
            return None
        return str(tree.children[-1])


def _value(tree: object) -> str | None:
    """Return a text, or the word for true, false and nothing."""
    text = literal(tree)
    if text is not None or not isinstance(tree, Tree):
        return text
    return str(tree.data) if tree.data in {"true", "false", "null"} else None


def _values(tree: object) -> tuple[str, ...]:
    if not isinstance(tree, Tree) or tree.data != "list":
        return ()
    values = [literal(child) for child in tree.children]
    return tuple(value for value in values if value is not None) if all(values) else ()


def asked_when(hide: str, vocabulary: Vocabulary) -> str:
    """Return when a question is asked that a condition hides: “Only if …” or “Not if …”."""
    try:
        tree = parse_tree(hide)
    except FeelError:
        return f"Not if {hide.strip()}"
    teller = _Teller(hide, vocabulary)
    opposite = teller.opposite(tree)
    return f"Only if {opposite}" if opposite else f"Not if {teller.tell(tree)}"
