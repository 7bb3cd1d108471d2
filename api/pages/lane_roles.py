"""Who stands behind a lane: its roles in `procedure.toml`, chosen from a list."""

import uuid
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.pages.draft_diagram import DraftDiagram, find_diagram
from api.pages.modeller_words import roles_in_words
from api.pages.workshop_words import moved_on_in_words
from api.reading import reading
from engine.definitions import names
from engine.definitions.lane_roles import UnwritableError, write_lane_roles
from engine.definitions.procedure import FILE_NAME, roles_in
from engine.definitions.recipients import LANE_ROLES
from engine.definitions.subject import read_subject
from engine.english import role_in_words, sentence
from engine.errors import DraftMovedOnError, NotAllowedError, NotFoundError
from engine.queries.procedure_drafts import draft_files
from engine.workshop.saving import save_files

blueprint = Blueprint("pages_lane_roles", __name__)

FROM_DRAWING = "drawing"
NOBODY = "Choose at least one role: nobody would get the steps of this lane"
ONLY_AS_TEXT = f"{FILE_NAME} is written in a way that can only be changed as text"


@blueprint.get("/workshop/drafts/<uuid:draft_id>/lane/<lane_id>/<path:path>")
@open_to(EDITORS)
def show_lane(draft_id: uuid.UUID, lane_id: str, path: str) -> ResponseReturnValue:
    """Show the roles of a lane, to be chosen."""
    place = find_diagram(draft_id, path)
    chosen = roles_in(_roles_text(place.files, lane_id))
    return _page(place, lane_id, chosen, place.draft.revision)


@blueprint.post("/workshop/drafts/<uuid:draft_id>/lane/<lane_id>/<path:path>")
@open_to(EDITORS)
def save_lane(draft_id: uuid.UUID, lane_id: str, path: str) -> ResponseReturnValue:
    """Save the roles of a lane, unless somebody else has changed them since."""
    place = find_diagram(draft_id, path)
    name = _lane_name(place, lane_id)
    base = request.form.get("base_revision", type=int) or 0
    chosen = _in_order(request.form.getlist("role"), _roles_text(place.files, lane_id))
    if not chosen:
        return _page(place, lane_id, (), base, NOBODY), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        content = write_lane_roles(place.files.get(FILE_NAME, b""), lane_id, chosen)
        save_files(
            current_engine(),
            required_actor(),
            draft_id,
            {FILE_NAME: content},
            base_revision=place.draft.revision if _is_untouched(place, lane_id, base) else base,
            summary=f"Changed who stands behind the lane “{name}”",
        )
    except UnwritableError:
        return _page(place, lane_id, chosen, base, ONLY_AS_TEXT), HTTPStatus.UNPROCESSABLE_ENTITY
    except DraftMovedOnError as error:
        words = moved_on_in_words(error)
        return _page(place, lane_id, chosen, error.revision, words), HTTPStatus.CONFLICT
    except NotAllowedError as error:
        return _page(place, lane_id, chosen, base, str(error)), HTTPStatus.FORBIDDEN
    flash(f"Saved: {name}, {roles_in_words('; '.join(chosen))}.")
    return redirect(_back(place))


def _page(
    place: DraftDiagram, lane_id: str, chosen: Sequence[str], base: int, refusal: str = ""
) -> str:
    text = _roles_text(place.files, lane_id)
    return render_template(
        "pages/lane.html",
        draft=place.draft,
        path=place.path,
        name=_lane_name(place, lane_id),
        words=roles_in_words(text) if text else "",
        is_expression=text.startswith("="),
        roles=[(role, sentence(role_in_words(role))) for role in LANE_ROLES],
        chosen=chosen,
        base=base,
        refusal=refusal,
        back=_back(place),
    )


def _back(place: DraftDiagram) -> str:
    is_drawn = request.args.get("from") == FROM_DRAWING
    page = "pages_modeller.edit_diagram" if is_drawn else "pages_step_table.edit_steps"
    return url_for(page, draft_id=place.draft.id, path=place.path)


def _lane_name(place: DraftDiagram, lane_id: str) -> str:
    lanes = [lane for one in place.subject.diagrams if one.file == place.path for lane in one.lanes]
    found = next((lane for lane in lanes if lane.get("id") == lane_id), None)
    if found is None:
        raise NotFoundError("lane", lane_id)
    return names.one_line(found.get("name")) or lane_id


def _roles_text(files: Mapping[str, bytes], lane_id: str) -> str:
    procedure = read_subject(
        {path: content for path, content in files.items() if path == FILE_NAME}
    ).procedure
    return procedure.lane_roles.get(lane_id, "") if procedure else ""


def _in_order(posted: Sequence[str], before: str) -> tuple[str, ...]:
    """Return the known roles among those posted; those that stood there first keep their place."""
    ordered = dict.fromkeys([*roles_in(before), *LANE_ROLES])
    return tuple(role for role in ordered if role in posted and role in LANE_ROLES)


def _is_untouched(place: DraftDiagram, lane_id: str, base: int) -> bool:
    """Tell whether the lane has the roles that the page showed."""
    if not 0 < base < place.draft.revision:
        return False
    with reading() as work:
        then = draft_files(work, required_actor(), place.draft.id, base)
    return _roles_text(then, lane_id) == _roles_text(place.files, lane_id)
