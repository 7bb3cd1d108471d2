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
