"""Checks that need the directory: is there anybody for the lanes and the notices of a procedure?

The pure checks (`engine.definitions.checking`) know files only. These are warnings: people come
and go, and a procedure may be brought in before its people are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.definitions.checking import check_files
from engine.definitions.diagram import Diagram, Node
from engine.definitions.lane_members import lanes_with_nodes
from engine.definitions.problem import Problem
from engine.definitions.procedure import FILE_NAME, Procedure, roles_in
from engine.definitions.recipients import parse_recipients
from engine.definitions.reporter import Reporter
from engine.definitions.subject import read_subject
from engine.persistence.directory import PARTNERSHIP_SECTOR, Agency, Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.queries.actors import grant_holds
from engine.vocabulary import AgencySide

NAME = "people-in-the-directory"
_report = Reporter(NAME)


@dataclass(frozen=True)
class _Staff:
    """Roles that somebody has now: in the partnership's own office, and in the other agencies."""

    of_office: frozenset[str]
    of_agencies: frozenset[str]

    def has(self, roles: tuple[str, ...], *, in_office: bool) -> bool:
        """Tell whether somebody has one of the roles."""
        return not (self.of_office if in_office else self.of_agencies).isdisjoint(roles)


def check_with_directory(
    work: UnitOfWork, files: Mapping[str, bytes], now: datetime
) -> tuple[Problem, ...]:
    """Check files as `check_files` does, and whether there are people for them at this time."""
    return (*check_files(files), *find_missing_people(work, files, now))


def find_missing_people(
    work: UnitOfWork, files: Mapping[str, bytes], now: datetime
) -> tuple[Problem, ...]:
    """Return a warning for each lane, and each recipient of a notice, for which nobody is there.

    Nothing is said where `procedure.toml` cannot be read: then nobody knows whose directory counts.
    """
    subject = read_subject(files)
    procedure = subject.procedure
    if procedure is None:
        return ()
    staff = _staff(work, procedure.partnership, now)
    if staff is None:
        message = f"The partnership “{procedure.partnership[:80]}” is not in the directory."
        remedy = "Write the key of your partnership, or ask the administrators to enter it."
        return (_report.about_file(FILE_NAME, message, remedy, severity="warning"),)
    return tuple(
        problem
        for diagram in subject.diagrams
        for problem in (*_lanes(diagram, procedure, staff), *_notices(diagram, staff))
    )


def _staff(work: UnitOfWork, partnership: str, now: datetime) -> _Staff | None:
    agencies = select(Agency.sector).where(Agency.partnership_key == partnership)
    if not work.session.scalars(agencies).all():
        return None
    query = (
        select(Agency.sector, RoleGrant.role)
        .join(Agency, Agency.key == RoleGrant.agency_key)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(Agency.partnership_key == partnership, Person.active, grant_holds(now))
        .distinct()
    )
    found = [(sector == PARTNERSHIP_SECTOR, role) for sector, role in work.session.execute(query)]
    return _Staff(
        frozenset(role for is_office, role in found if is_office),
        frozenset(role for is_office, role in found if not is_office),
    )


def _lanes(diagram: Diagram, procedure: Procedure, staff: _Staff) -> Iterator[Problem]:
    for lane, nodes in lanes_with_nodes(diagram):
        text = procedure.lane_roles.get(lane.get("id", ""), "")
        roles = roles_in(text)
        if not roles or text.startswith("="):
            continue  # another check's business, or the caller says it
        sides = {_is_for_office(node) for node in nodes if node.kind == "userTask"}
        for in_office in sorted(sides):
            if not staff.has(roles, in_office=in_office):
                name = " ".join(lane.get("name", "").split()) or lane.get("id", "?")
                yield _report.warning(
                    diagram,
                    lane,
                    f"Nobody in the directory can do the steps of the lane “{name}”: "
                    f"{_nobody(roles, in_office=in_office)}.",
                    "Ask the administrators to give somebody the role, or choose another role in "
                    f"{FILE_NAME}.",
                )


def _is_for_office(node: Node) -> bool:
    return node.property_value("agencySide") in {None, "", AgencySide.PARTNERSHIP}


def _notices(diagram: Diagram, staff: _Staff) -> Iterator[Problem]:
    for node in diagram.of_kind("serviceTask"):
        try:
            recipients = parse_recipients(node.property_value("recipients") or "")
        except ValueError:
            continue  # another check's business, or the caller says it
        for recipient in recipients:
            if not staff.has((recipient.role,), in_office=recipient.side is None):
                nobody = _nobody((recipient.role,), in_office=recipient.side is None)
                yield _report.warning(
                    diagram,
                    node.element,
                    f"“{node.name}” is for people who are not in the directory: {nobody}.",
                    "Ask the administrators to give somebody the role, or tell somebody else.",
                )


def _nobody(roles: tuple[str, ...], *, in_office: bool) -> str:
    where = "the partnership's own office" if in_office else "any agency of the partnership"
    return f"nobody in {where} is {' or '.join(roles)}"
