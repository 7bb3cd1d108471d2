"""Agencies and people of a trial where the demonstration's directory knows no such partnership."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from engine.context import Engine
from engine.definitions.compiled import CompiledBundle
from engine.definitions.diagram import Diagram
from engine.definitions.procedure import roles_in
from engine.definitions.recipients import LANE_ROLES, parse_recipients
from engine.definitions.subject import read_subject
from engine.persistence.directory import Partnership
from engine.runtime.demo_directory import bring_in_directory
from engine.runtime.task_forms import SEATS
from engine.vocabulary import Role

EXAMPLE_DIRECTORY: Final = Path(__file__).parent.parent / "demo" / "example_partnership.toml"
EXAMPLE_AREA: Final = "example-area"
ALWAYS: Final = (Role.PRACTITIONER, Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD, *SEATS)
"""Who raises, who is told of danger, and who may take the chair."""
OFFICE_ALONE: Final = (Role.BUSINESS_MANAGER, Role.PROCEDURES_GROUP)


def add_example_partnership(engine: Engine, compiled: CompiledBundle) -> None:
    """Bring example agencies in for a procedure's partnership, unless the directory knows it.

    Every agency has somebody for each role that the procedure's lanes, notices and forms name.
    """
    procedure = compiled.procedure
    with engine.open_reading() as work:
        if work.session.get(Partnership, procedure.partnership) is not None:
            return
    directory = tomllib.loads(EXAMPLE_DIRECTORY.read_text(encoding="utf-8"))
    (partnership,) = directory["partnerships"]
    needed = _needed_roles(compiled)
    office = {*needed, *OFFICE_ALONE, Role.EDITOR, Role.ADMINISTRATOR}
    partnership |= {
        "key": procedure.partnership,
        "process_definition_key": procedure.key,
        "areas": [{**area, "edition": procedure.edition} for area in partnership["areas"]],
        "roles": {
            "agency": _in_order(needed.difference(OFFICE_ALONE)),
            "partnership": _in_order(office),
        },
    }
    bring_in_directory(engine, directory, lambda _password: "")


def _needed_roles(compiled: CompiledBundle) -> set[str]:
    lanes = compiled.procedure.lane_roles.values()
    # Whom a lane's expression gives is known while a case runs only: everybody, then.
    of_lanes = (LANE_ROLES if text.startswith("=") else roles_in(text) for text in lanes)
    of_notices = (
        role
        for diagram in read_subject(compiled.bundle.files).diagrams
        for role in _told_roles(diagram)
    )
    of_forms = (
        field.properties.get("tells", "").partition("=")[2].strip()
        for form in compiled.forms.values()
        for field in form.all_fields()
    )
    return {*ALWAYS, *(role for roles in of_lanes for role in roles), *of_notices, *of_forms}


def _told_roles(diagram: Diagram) -> Iterator[str]:
    for node in diagram.of_kind("serviceTask"):
        try:
            recipients = parse_recipients(node.property_value("recipients") or "")
        except ValueError:
            continue  # it tells nobody, or whom the caller names
        yield from (recipient.role for recipient in recipients)


def _in_order(roles: set[Any]) -> list[str]:
    return [role for role in Role if role in roles]
