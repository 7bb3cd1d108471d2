"""Values of expressions in plain English: “Agreed until”, 2 working days, the number of records."""

from collections.abc import Callable, Mapping

from lark import Token, Tree

from forms.feel.tree import called, literal_of

Branch = Tree[Token]
_MOMENTS = frozenset({"now", "today", "date", "date and time", "working day deadline"})
_CONSTANTS = {"true": "yes", "false": "no", "null": "no answer"}


def is_moment(tree: object) -> bool:
    """Tell whether a value plainly is a point in time, which is before or after another."""
    return called(tree)[0] in _MOMENTS


class ValueWords:
    """Puts the values of one expression into words.

    `subject` says what people call a name, `clause` says a condition that stands in a value.
    """

    def __init__(
        self, source: str, subject: Callable[[str], str], clause: Callable[[Branch], str]
    ) -> None:
        self._source = source
        self._subject = subject
        self._clause = clause
        self._rules: Mapping[str, Callable[[Branch], str | None]] = {
            "number": lambda tree: str(tree.children[0]),
            "string": lambda tree: f"“{literal_of(tree)}”",
            "variable": lambda tree: self._subject(str(tree.children[0])),
            "path": self._path,
            "filtered": self._filtered,
            "list": self._list,
            "conditional": self._conditional,
            "call": self._call,
        }

    def tell(self, tree: object) -> str:
        """Return a value in words, or as it is written when there are none."""
        if not isinstance(tree, Tree):
            return str(tree)
        name = str(tree.data)
        rule = self._rules.get(name)
        words = rule(tree) if rule is not None else _CONSTANTS.get(name)
        return words or self.as_written(tree)

    def as_written(self, tree: Branch) -> str:
        """Return a part of the expression as it stands there."""
        return self._source[tree.meta.start_pos : tree.meta.end_pos]

    def _path(self, tree: Branch) -> str:
        owner, name = tree.children
        words = self._subject(str(name))
        # Of one of several, or of the case, the name alone says enough.
        is_plain = isinstance(owner, Tree) and owner.data == "variable"
        return words if is_plain else f"{words} of {self.tell(owner)}"

    def _filtered(self, tree: Branch) -> str | None:
        target, test = tree.children
        if not isinstance(test, Tree) or test.data in {"number", "negation"}:
            return None
        return f"{self.tell(target)} where {self._clause(test)}"

    def _list(self, tree: Branch) -> str:
        return ", ".join(self.tell(one) for one in tree.children if one is not None) or "nothing"

    def _conditional(self, tree: Branch) -> str | None:
        test, first, second = tree.children
        if not isinstance(test, Tree):
            return None
        return f"{self.tell(first)} if {self._clause(test)}, otherwise {self.tell(second)}"

    def _call(self, tree: Branch) -> str | None:
        name, given = called(tree)
        say = _CALLS.get((name, len(given)))
        return say(*map(self.tell, given)) if say is not None else None


def _working_days(start: str, days: str) -> str:
    unit = "working day" if days == "1" else "working days"
    return f"{days} {unit}" if start == "now" else f"{days} {unit} after {start}"


_CALLS: Mapping[tuple[str, int], Callable[..., str]] = {
    ("now", 0): lambda: "now",
    ("today", 0): lambda: "today",
    ("date", 1): lambda moment: moment,
    ("date and time", 1): lambda moment: moment,
    ("working day deadline", 2): _working_days,
    ("agency of", 1): lambda person: f"the agency of {person}",
    ("count", 1): lambda items: f"the number of {items}",
}
