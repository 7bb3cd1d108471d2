"""The page on which somebody chooses a password by a link from their administrator."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_security import hash_password, password_length_validator
from werkzeug.wrappers import Response

from api.access import EVERYBODY, open_to
from api.extensions import current_engine
from api.invitations import read_invitation
from engine.directory.inviting import accept_invitation, invited_name
from engine.errors import InputRefusedError

blueprint = Blueprint("pages_invitations", __name__)

TOO_SHORT = "The password must be 12 characters or more"
NOT_THE_SAME = "The password must be the same twice"
CHOSEN = "Your password is kept. Log in as {email}."


@blueprint.get("/invitation/<token>")
@open_to(EVERYBODY)
def show_invitation(token: str) -> ResponseReturnValue:
    """Show the form for a password."""
    try:
        return _form(_name(token))
    except InputRefusedError as refused:
        return render_template("pages/invitation_over.html", words=str(refused)), HTTPStatus.GONE


@blueprint.post("/invitation/<token>")
@open_to(EVERYBODY)
def accept(token: str) -> ResponseReturnValue:
    """Keep the password, and let the person log in with it."""
    engine = current_engine()
    invitation = read_invitation(engine.settings, token)
    name = invited_name(engine, invitation)
    password = request.form.get("password", "")
    found = _problem(password, request.form.get("again", ""))
    if found:
        return _form(name, found), HTTPStatus.UNPROCESSABLE_ENTITY
    email = accept_invitation(engine, invitation, hash_password(password))
    flash(CHOSEN.format(email=email), "success")
    answer: Response = redirect(url_for("security.login"))
    return answer


def _name(token: str) -> str:
    engine = current_engine()
    return invited_name(engine, read_invitation(engine.settings, token))


def _problem(password: str, again: str) -> str:
    if password_length_validator(password):
        return TOO_SHORT
    return "" if password == again else NOT_THE_SAME


def _form(name: str, found: str = "") -> str:
    return render_template("pages/invitation.html", name=name, found=found)
