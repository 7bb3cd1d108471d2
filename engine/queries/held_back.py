"""Keeps back from the partnership's office what may name somebody.

The office reads what the agencies share with it (`case+bm`), and never who it is about. So its copy
is checked once more when it is read: drafts have never been asked about, and rules may be newer
than a text.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from engine.clock import LONDON
from engine.definitions.compiled import CompiledBundle
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.known_terms import load_known_terms
from forms.definition import FormDefinition
from forms.personal_data import NO_TERMS, find_personal_data

WRITER_SAYS: Final = "Held back: the writer says it must name somebody"
LOOKS_SO: Final = "Held back: it may name somebody"


def hold_back(
    work: UnitOfWork,
    compiled: CompiledBundle,
    form: FormDefinition,
    answers: Mapping[str, Any],
    *,
    kept: Collection[str],
    now: datetime,
) -> dict[str, Any]:
    """Return the answers with a sentence in place of each text that may name somebody.

    `kept`: questions whose writer has said why the text stays.
    """
    texts = {
        key: answer
        for key, answer in answers.items()
        if isinstance(answer, str) and form.field(key).is_questioned and key not in kept
    }
    today = now.astimezone(LONDON).date()
    held = {key for key, text in texts.items() if find_personal_data(text, NO_TERMS, today)}
    if held:
        known = load_known_terms(work, compiled)
        held = {key for key in held if find_personal_data(texts[key], known, today)}
    said = dict.fromkeys(answers.keys() & set(kept), WRITER_SAYS)
    return {**answers, **said, **dict.fromkeys(held, LOOKS_SO)}
