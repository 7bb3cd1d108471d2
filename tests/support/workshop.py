"""Procedure drafts in a test: two editors of Berkshire's office, and a draft of theirs."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pytest
from sqlalchemy import select

from engine.access import Actor
from engine.context import Engine
from engine.persistence.definitions import ProcessDefinition
from engine.queries.procedure_drafts import DraftDetails, draft_files, load_draft
from engine.workshop.drafts import begin_draft
from engine.workshop.publishing import publish_draft
from engine.workshop.reviews import approve_draft, submit_draft
from engine.workshop.saving import save_files
from tests.support.directory import demo_actor
from tests.support.engine import OFFICE, Berkshire

README = "README.md"
BERKSHIRE = "berkshire_escalation"


@dataclass(frozen=True)
class Workshop:
    """An engine with a draft of Berkshire's procedure, and the people who edit it."""

    engine: Engine
    draft_id: uuid.UUID
    office: str = OFFICE

    @property
    def editor(self) -> Actor:
        """The one who began the draft."""
        return demo_actor(self.engine, "editor", self.office)

    @property
    def colleague(self) -> Actor:
        """The second editor of the same office."""
        return demo_actor(self.engine, "second-editor", self.office)

    @property
    def draft(self) -> DraftDetails:
        """The draft as it is now."""
        with self.engine.open_reading() as work:
            return load_draft(work, self.editor, self.draft_id)

    def files(self, revision: int | None = None) -> Mapping[str, bytes]:
        """Return the files of a revision."""
        with self.engine.open_reading() as work:
            return draft_files(work, self.editor, self.draft_id, revision)

    def save(
        self, text: str, *, path: str = README, by: Actor | None = None, base: int | None = None
    ) -> int:
        """Save a file for the editor, on top of the newest revision unless it says another."""
        return save_files(
            self.engine,
            by or self.editor,
            self.draft_id,
            {path: text.encode()},
            base_revision=self.draft.revision if base is None else base,
        )

    def replace(self, path: str, old: str, new: str) -> int:
        """Save a file with one text replaced."""
        content = self.files()[path].decode()
        assert old in content, f"{path} has no {old}"
        return self.save(content.replace(old, new), path=path)

    def approve(self, note: str = "Other words") -> None:
        """Submit the draft for the editor, and approve it for the colleague."""
        submit_draft(self.engine, self.editor, self.draft_id, note)
        approve_draft(self.engine, self.colleague, self.draft_id, "Good")

    def publish(self, at: datetime | None = None) -> int:
        """Review and publish the draft; return the version that it became."""
        self.approve()
        return publish_draft(self.engine, self.editor, self.draft_id, at=at)


def newest_version(engine: Engine, key: str = BERKSHIRE) -> int:
    """Return the id of the newest version of a procedure."""
    query = select(ProcessDefinition.id).where(ProcessDefinition.key == key)
    with engine.open_reading() as work:
        return work.session.scalars(query.order_by(ProcessDefinition.version.desc())).first() or 0


def begin(engine: Engine, office: str = OFFICE, key: str = BERKSHIRE) -> Workshop:
    """Begin a draft of a procedure's newest version."""
    editor = demo_actor(engine, "editor", office)
    return Workshop(engine, begin_draft(engine, editor, newest_version(engine, key)), office)


@pytest.fixture
def workshop(berkshire: Berkshire) -> Workshop:
    """Return a draft that was just begun, once on each kind of database."""
    return begin(berkshire.engine)
