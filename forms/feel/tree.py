"""An expression as a tree of the grammar's rules, for those who put it into words."""

from functools import lru_cache

from lark import Lark, Token, Tree

from forms.feel.expression import parse_expression
from forms.feel.grammar import grammar

_PARSER = Lark(grammar(), parser="lalr", maybe_placeholders=True, propagate_positions=True)


@lru_cache(maxsize=1024)
def parse_tree(source: str) -> Tree[Token]:
    """Return the tree of an expression without its leading ``=``; nobody may change it.

    Raises:
        FeelError: the text is not in our subset, too long or nested too deeply.
    """
    # What is too long or too deep is refused here, so that whoever walks the tree may recurse.
    parse_expression(source)
    return _PARSER.parse(source)


def literal_of(tree: object) -> str | None:
    """Return the text of a string in an expression, or None for anything else."""
    if isinstance(tree, Tree) and tree.data == "string":
        return str(tree.children[0])[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    return None


def called(tree: object) -> tuple[str, tuple[Tree[Token], ...]]:
    """Return the function of a call, and what it is given; an empty name for anything else."""
    if not isinstance(tree, Tree) or tree.data != "call":
        return "", ()
    name, *given = tree.children
    return " ".join(str(name).split()), tuple(one for one in given if isinstance(one, Tree))
