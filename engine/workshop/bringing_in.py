"""Files from outside the workshop: the JSON API and the command line.

Who may publish without a second person is said here and nowhere else.
"""

import uuid
from dataclasses import dataclass

from engine.access import Actor
from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.definitions.compiled import CompiledBundle, compile_bundle
from engine.errors import InputRefusedError, NotAllowedError
from engine.persistence.directory import Agency
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.definitions import newest_version, require_own_procedure
from engine.queries.procedure_drafts import draft_files, list_drafts
from engine.runtime.deployments import deploy_bundle, publish_definition
from engine.vocabulary import ProcedureDraftState, Role
from engine.workshop.drafts import begin_draft_from_files
from engine.workshop.words import MOST_TITLE
from engine.workshop.writing import tidy_diagrams

NEEDS_SECOND = (
    "Only an administrator of the partnership's office can publish without a second person. Leave "
    "publishing away: the files become a draft, which a colleague approves in the workshop."
)
NEEDS_REASON = (
    "Nobody else looks at what is published in this way, so the note has to say why. Add a note."
)


@dataclass(frozen=True)
class BroughtIn:
    """What files became: a draft, or a version; of a bundle that is there already, that one."""

    draft_id: uuid.UUID | None = None
    process_definition_id: int | None = None


def bring_in(
    engine: Engine, actor: Actor, bundle: Bundle, *, publish: bool = False, note: str = ""
) -> BroughtIn:
    """Make a bundle a draft of the actor's, or publish it at once. Twice the same is once.

    New cases follow what is published, so two people look at it: whatever comes from outside is a
    draft, which somebody else approves in the workshop. An administrator of the partnership's
    office may publish without that, because a wrong time limit has to be mended also when no
    second editor can be reached; the note then says why, and stands beside the version for good.

    Raises:
        DeploymentRefusedError: the checks found errors; nothing was stored.
        NotAllowedError: the actor edits no procedures of that partnership, or may not publish.
        InputRefusedError: it is to be published, and no note says why.
    """
    compiled = compile_bundle(bundle)
    procedure = compiled.procedure
    with engine.open_reading() as work:
        require_own_procedure(work, actor, key=procedure.key, partnership_key=procedure.partnership)
        if publish and not may_publish_alone(work, actor, procedure.partnership):
            raise NotAllowedError(NEEDS_SECOND)
        known = None if publish else _known(work, actor, compiled)
    if publish:
        if not note.strip():
            raise InputRefusedError(NEEDS_REASON)
        definition_id = deploy_bundle(engine, actor, bundle, note=note)
        publish_definition(engine, actor, definition_id)
        return BroughtIn(process_definition_id=definition_id)
    if known is not None:
        return known
    title = note.strip()[:MOST_TITLE]
    return BroughtIn(draft_id=begin_draft_from_files(engine, actor, bundle, title))


def may_publish_alone(work: UnitOfWork, actor: Actor, partnership_key: str) -> bool:
    """Tell whether the actor may publish for a partnership what no second person has approved."""
    offices = (group.agency_key for group in actor.groups if group.role == Role.ADMINISTRATOR)
    agencies = (work.session.get(Agency, key) for key in offices)
    return any(agency and agency.partnership_key == partnership_key for agency in agencies)


def _known(work: UnitOfWork, actor: Actor, compiled: CompiledBundle) -> BroughtIn | None:
    """Return the newest version, or the actor's own draft, that has these very files."""
    procedure = compiled.procedure
    newest = newest_version(work, procedure.key, procedure.edition)
    if newest is not None and newest[1] == compiled.bundle.content_hash:
        return BroughtIn(process_definition_id=newest[0].id)
    files = tidy_diagrams(compiled.bundle.files)
    drafts = list_drafts(work, actor, states=(ProcedureDraftState.EDITING,))
    own = (
        draft
        for draft in drafts
        if (draft.key, draft.edition) == (procedure.key, procedure.edition)
        and draft.changed_by == actor.person_id
    )
    same = (draft.id for draft in own if draft_files(work, actor, draft.id) == files)
    return next((BroughtIn(draft_id=draft_id) for draft_id in same), None)
