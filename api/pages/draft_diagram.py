"""One diagram of a draft, as the modeller and the table of steps find it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from api.auth import required_actor
from api.reading import reading
from engine.definitions.subject import Subject, read_subject
from engine.errors import NotFoundError
from engine.queries.procedure_drafts import DraftDetails, draft_files, load_draft


@dataclass(frozen=True)
class DraftDiagram:
    """A diagram's file in the newest revision of a draft, with the other files."""

    draft: DraftDetails
    path: str
    files: Mapping[str, bytes]

    @property
    def source(self) -> bytes:
        """Return the file's content."""
        return self.files[self.path]

    @cached_property
    def subject(self) -> Subject:
        """Return what could be read of the draft's files."""
        return read_subject(self.files)


def find_diagram(draft_id: uuid.UUID, path: str) -> DraftDiagram:
    """Return a diagram of a draft.

    Raises:
        NotFoundError: there is no such draft or diagram, or the actor does not edit it.
    """
    with reading() as work:
        actor = required_actor()
        draft = load_draft(work, actor, draft_id)
        files = draft_files(work, actor, draft_id, draft.revision)
    if path not in files or not path.endswith(".bpmn"):
        raise NotFoundError("diagram", path)
    return DraftDiagram(draft, path, files)
