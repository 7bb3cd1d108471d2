"""The subset of FEEL (OMG DMN) that conditions, limits, timers and rules are written in.

Nothing here reaches Python's own evaluation or a value's attributes.
Length, depth and work are bounded.
"""

from forms.feel.errors import FeelError
from forms.feel.expression import KEYWORDS, Expression, parse_expression, parse_text
from forms.feel.functions import HOST_FUNCTIONS

__all__ = [
    "HOST_FUNCTIONS",
    "KEYWORDS",
    "Expression",
    "FeelError",
    "parse_expression",
    "parse_text",
]
