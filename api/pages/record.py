"""The record of a case as a file, and how a record from earlier compares with the history now."""

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.reading import reading
from api.record_file import answer_with_record
from engine.access import Actor
from engine.errors import InputRefusedError
from engine.queries.cases import find_case
from engine.queries.history_chain import HistoryCheck, check_history

blueprint = Blueprint("pages_record", __name__)

NO_NUMBER = "Enter how many events the record counts, as a number"


@dataclass(frozen=True)
class Comparison:
    """What a reader has typed from a record, and what the system has."""

    events: str
    hash: str
    check: HistoryCheck | None = None
    error: str = ""

    @property
    def is_same(self) -> bool:
        """Whether the history up to there is the one from which the record was made."""
        return self.check is not None and self.check.hash == self.hash


@blueprint.get("/cases/<reference>/record.pdf")
@open_to(SIGNED_IN)
def show_record(reference: str) -> Response:
    """Give the record of a case, to be kept in one's own agency's files."""
    return answer_with_record(reference)


@blueprint.get("/cases/<reference>/record")
@open_to(SIGNED_IN)
def show_comparison(reference: str) -> ResponseReturnValue:
    """Show what a record holds, and compare one from earlier with the history as it is now."""
    typed = Comparison(
        request.args.get("events", "").strip(),
        # As it may have been copied from paper.
        "".join(request.args.get("hash", "").split()).lower(),
    )
    compared = _compare(required_actor(), reference, typed)
    return render_template("pages/record.html", reference=reference, compared=compared)


def _compare(actor: Actor, reference: str, typed: Comparison) -> Comparison:
    with reading() as work:
        find_case(work, actor, reference)
        if not typed.events and not typed.hash:
            return typed
        if not typed.events.isdecimal():
            return Comparison(typed.events, typed.hash, error=NO_NUMBER)
        try:
            # No case has more events than nine digits count.
            events = int(typed.events[:9])
            check = check_history(work, actor, reference, events=events)
        except InputRefusedError as refused:
            return Comparison(typed.events, typed.hash, error=str(refused))
    return Comparison(typed.events, typed.hash, check)
