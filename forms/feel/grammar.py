"""The grammar of FEEL as the parser wants it."""

import re
from importlib.resources import files

from forms.feel.functions import FUNCTIONS, HOST_FUNCTIONS


def grammar() -> str:
    """Return ``grammar.lark`` with the functions whose names have several words."""
    return f"{files('forms.feel').joinpath('grammar.lark').read_text()}\n{_phrases()}\n"


def _phrases() -> str:
    """Return the rule for function names of several words, which end before their bracket."""
    names = (name for name in (*FUNCTIONS, *HOST_FUNCTIONS) if " " in name)
    alternatives = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    return rf"PHRASE.2: /(?:{alternatives})(?=\s*\()/"
