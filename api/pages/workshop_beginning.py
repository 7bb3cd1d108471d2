"""Begin a draft: as a copy of a version, or with files that somebody brings in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import EDITORS, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.uploads import UploadRefusedError, read_upload
from api.pages.workshop_words import BEGUN
from api.reading import reading
from api.security import LARGEST_ID
from engine.definitions.bundle import Bundle, BundleRefusedError
from engine.definitions.procedure import FILE_NAME
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.queries.definitions import load_sources
from engine.queries.version_history import Version, list_edited_versions
from engine.workshop.drafts import begin_draft, begin_draft_from_files

blueprint = Blueprint("pages_workshop_beginning", __name__)

BROUGHT_BACK = "Version {version} brought back"
NEEDS_VERSION = "Choose the version that this file changes: a single file is not a whole procedure."


@blueprint.post("/workshop/drafts")
@open_to(EDITORS)
def begin() -> ResponseReturnValue:
    """Begin a draft as a copy of a version; an earlier one is brought back in the same way."""
    version = _version_id("version")
    if version is None:
        raise NotFoundError("process definition", request.form.get("version", "")[:20])
    restored = request.form.get("restores", "")[:10]
    title = BROUGHT_BACK.format(version=restored) if restored else ""
    draft_id = begin_draft(current_engine(), required_actor(), version, title)
    flash(BEGUN, "success")
    return redirect(url_for("pages_workshop.show_draft", draft_id=draft_id))


@blueprint.get("/workshop/files")
@open_to(EDITORS)
def show_bringing_in() -> ResponseReturnValue:
    """Offer to bring in a diagram or a zip file from another modeller."""
    return _page({})


@blueprint.post("/workshop/files")
@open_to(EDITORS)
def bring_in() -> ResponseReturnValue:
    """Begin a draft with an uploaded diagram, form or zip file."""
    try:
        files = read_upload(request.files.get("file"))
    except UploadRefusedError as error:
        return _page({"file": str(error)}), 422
    based_on = _version_id("version")
    if FILE_NAME not in files and based_on is None:
        return _page({"version": NEEDS_VERSION}), 422
    try:
        draft_id = begin_draft_from_files(
            current_engine(),
            required_actor(),
            _whole(files, based_on),
            request.form.get("title", ""),
            based_on=based_on,
        )
    except (BundleRefusedError, InputRefusedError) as error:
        return _page({"file": str(error)}), 422
    except NotAllowedError as error:
        return _page({"file": str(error)}), STATUS[error.code]
    flash(BEGUN, "success")
    return redirect(url_for("pages_workshop.show_draft", draft_id=draft_id))


def _whole(files: dict[str, bytes], based_on: int | None) -> Bundle:
    """Return the files of a procedure: a zip file has them all, a single one changes a version."""
    if FILE_NAME in files or based_on is None:
        return Bundle(files)
    engine = current_engine()
    with reading() as work:
        known = load_sources(engine, work, required_actor(), based_on)
    return Bundle({**known, **files})


def _version_id(name: str) -> int | None:
    given = request.form.get(name, type=int)
    return given if given is not None and 0 < given <= LARGEST_ID else None


def _page(found: dict[str, str]) -> str:
    engine = current_engine()
    with reading() as work:
        versions = list_edited_versions(engine, work, required_actor())
    return render_template(
        "pages/workshop_files.html",
        versions=versions,
        default=_default(versions),
        title=request.form.get("title", ""),
        found=found,
    )


def _default(versions: tuple[Version, ...]) -> int | None:
    """Return the version to suggest: the one chosen before, or the only one that cases follow."""
    chosen = _version_id("version")
    followed = [version.row.id for version in versions if version.is_followed]
    return chosen if chosen is not None or len(followed) != 1 else followed[0]
