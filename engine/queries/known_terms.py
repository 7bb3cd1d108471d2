"""Names of agencies, areas and steps, which a free text may have: they are nobody's name."""

import re
from collections.abc import Iterator

from sqlalchemy import select, union_all

from engine.definitions.compiled import CompiledBundle
from engine.persistence.directory import Agency, Area, Partnership
from engine.persistence.unit_of_work import UnitOfWork
from forms.personal_data import KnownTerms

_DIRECTORY = union_all(select(Agency.name), select(Area.name), select(Partnership.name))
_TITLE = re.compile(r"[A-Z][\w’'-]+(?: (?:of |for |and |the )?[A-Z][\w’'-]+)+")
"""Several words with a capital letter in a row, such as Case Review Subgroup."""


def load_known_terms(work: UnitOfWork, compiled: CompiledBundle) -> KnownTerms:
    """Return the names in the directory, and the names that the procedure itself uses."""
    names = set(work.session.scalars(_DIRECTORY))
    for words in _words_of(compiled):
        names.add(words)
        names.update(_TITLE.findall(words))
    return KnownTerms.of(names)


def _words_of(compiled: CompiledBundle) -> Iterator[str]:
    """Yield what the diagram and the forms say to people."""
    yield compiled.procedure.title
    yield from (stage.title for stage in compiled.procedure.stages)
    for process_id in compiled.library.processes:
        yield from (element.name or "" for element in compiled.library.elements(process_id))
    for form in compiled.forms.values():
        for field in form.all_fields():
            yield from (field.label, field.hint)
            yield from (option.label for option in field.options)
