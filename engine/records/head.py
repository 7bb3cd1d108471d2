"""What stands on top of a record: which case, under which rules, as seen by whom."""

from collections.abc import Iterator

from sqlalchemy import select

from engine.english import listed, role_in_words
from engine.persistence.directory import Agency
from engine.records.blocks import Facts
from engine.records.case_file import CaseFile
from engine.records.words import PARTICIPANTS, length, moment


def head(file: CaseFile) -> Facts:
    """Return the facts on the first page."""
    return Facts(tuple(_rows(file)))


def _rows(file: CaseFile) -> Iterator[tuple[str, str]]:
    case, provenance = file.case, file.provenance
    yield "Reference", case.reference
    yield "As at", f"{moment(file.as_at)}, when something last happened in it"
    yield "Partnership", provenance.partnership
    yield "Procedure", case.procedure
    yield "Edition and version", _version(file)
    yield "Child’s area", case.area_name
    for agency in case.participants:
        yield PARTICIPANTS[agency.side], agency.agency_name
    yield "Raised", _raised(file)
    yield "Where it stands", _state(file)
    yield "As seen by", _reader(file)


def _version(file: CaseFile) -> str:
    published = file.provenance.published_at
    since = f", published {moment(published)}" if published else ""
    return f"{file.case.edition}, version {file.provenance.version}{since}"


def _raised(file: CaseFile) -> str:
    case = file.case
    first = file.tasks[0]
    who = f"{case.started_by_name}, {role_in_words(first.role)}"
    if case.raised_at is None:
        return f"Not yet. Begun {moment(case.started_at)} by {who}"
    return f"{moment(case.raised_at)} by {who}"


def _state(file: CaseFile) -> str:
    case = file.case
    began = case.raised_at or case.started_at
    if case.ended_at is not None:
        outcome = case.outcome or "The case has ended"
        return f"{outcome}. Ended {moment(case.ended_at)}, after {length(case.ended_at - began)}"
    return f"{case.status.stage_title}. Open for {length(file.as_at - began)}"


def _reader(file: CaseFile) -> str:
    query = select(Agency.name).where(Agency.key.in_(file.actor.agencies)).order_by(Agency.name)
    agencies = listed(list(file.work.session.scalars(query)))
    return f"{file.actor.name}, {agencies}" if agencies else file.actor.name
