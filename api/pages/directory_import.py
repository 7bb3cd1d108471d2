"""Bring a file into the directory: choose it, look at what would change, then do it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from api.access import ADMINISTRATORS, open_to
from api.auth import required_actor
from api.errors import STATUS
from api.extensions import current_engine
from api.pages.directory_typed import text_of
from engine.directory.import_file import COLUMNS, MOST_BYTES, MOST_ROWS
from engine.directory.importing import (
    ImportPreview,
    ImportRefusedError,
    import_directory,
    preview_import,
)
from engine.english import counted
from engine.errors import InputRefusedError

blueprint = Blueprint("pages_operations_directory_import", __name__)

CHOOSE = "Choose a CSV file."
DONE = "Brought in: {changes}."
MOST_SHOWN = 500
"""Changes and problems on the page; the numbers above count all of them."""


@blueprint.get("/operations/directory/import")
@open_to(ADMINISTRATORS)
def show_import() -> ResponseReturnValue:
    """Offer to choose a file, and say what stands in it."""
    return _choice_page()


@blueprint.post("/operations/directory/import")
@open_to(ADMINISTRATORS)
def bring_in() -> ResponseReturnValue:
    """Show what a file would change; with the preview's fingerprint, do it."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        content = upload.stream.read(MOST_BYTES + 1)
    else:
        # A browser sends line ends of its own, which a CSV file does not mind.
        content = request.form.get("content", "").encode(errors="replace")
    if not content:
        return _choice_page(CHOOSE), 422
    digest = text_of(request.form, "digest")
    try:
        if not digest:
            return _preview_page(
                content, preview_import(current_engine(), required_actor(), content)
            )
        done = import_directory(
            current_engine(),
            required_actor(),
            content,
            reason=text_of(request.form, "reason"),
            digest=digest,
        )
    except ImportRefusedError as refused:
        return _preview_page(content, refused.preview, str(refused)), STATUS[refused.code]
    except InputRefusedError as refused:
        if digest:
            preview = preview_import(current_engine(), required_actor(), content)
            return _preview_page(content, preview, str(refused)), STATUS[refused.code]
        return _choice_page(str(refused)), STATUS[refused.code]
    flash(DONE.format(changes=counted(len(done.changes), "change")), "success")
    return redirect(url_for("pages_operations_directory.show_directory"))


def _choice_page(found: str = "") -> str:
    return render_template(
        "pages/directory_import.html",
        found=found,
        columns=COLUMNS,
        most_rows=f"{MOST_ROWS:,}",
        most_megabytes=MOST_BYTES // 1_000_000,
    )


def _preview_page(content: bytes, preview: ImportPreview, found: str = "") -> str:
    return render_template(
        "pages/directory_preview.html",
        content=content.decode("utf-8-sig"),
        preview=preview,
        found=found,
        most=MOST_SHOWN,
        typed=request.form,
    )
