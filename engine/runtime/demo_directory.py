"""Brings the demonstration's partnerships, agencies and people in."""

import tomllib
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from engine.context import Engine
from engine.persistence.base import Base
from engine.persistence.directory import Agency, Area, Partnership, Person, RoleGrant
from engine.persistence.unit_of_work import UnitOfWork
from engine.persistence.writing import insert_missing_rows, insert_rows

# Source: Ofcom, telephone numbers for use in television and radio drama.
SWITCHBOARD = "01632 960{:03d}"
NIGHT_LINE = "01632 9605{:02d}"
MOBILE = "07700 900{:03d}"

DEMO_DIRECTORY = Path(__file__).parent.parent / "demo" / "directory.toml"

HashPassword = Callable[[str], str]


class DemoPerson(NamedTuple):
    """One of the demonstration's people: the first or the second with a role in an agency."""

    email: str
    name: str
    agency_key: str
    role: str
    telephone: str


def load_demo_directory(engine: Engine, hash_password: HashPassword) -> int:
    """Bring the demonstration's partnerships, agencies and people in, as `bring_in_directory`."""
    directory = tomllib.loads(DEMO_DIRECTORY.read_text(encoding="utf-8"))
    return bring_in_directory(engine, directory, hash_password)


def bring_in_directory(
    engine: Engine, directory: Mapping[str, Any], hash_password: HashPassword
) -> int:
    """Bring partnerships, agencies and people of a directory in; what is there stays.

    Returns how many people were added. The password is hashed once, for all of them.
    """
    with engine.open_unit_of_work() as work:
        for table, rows in _organisations(directory):
            insert_missing_rows(work, table, rows)
        known = set(work.session.scalars(select(Person.email)))
        newcomers = [person for person in demo_people(directory) if person.email not in known]
        if newcomers:
            password = hash_password(directory["password"])
            _insert_people(engine, work, newcomers, password)
        work.commit()
    return len(newcomers)


def demo_people(directory: Mapping[str, Any]) -> Iterator[DemoPerson]:
    """Yield the people of the directory: one for every role of every agency, then the second ones.

    Those come last, so that the telephone numbers of the first ones stay.
    """
    posts = list(_posts(directory))
    second = [(agency, role) for agency, role in posts if role in directory["second"]]
    for number, (agency, role) in enumerate([*posts, *second]):
        place = f"second-{role}" if number >= len(posts) else role
        title = place.replace("-", " ").capitalize()
        name = f"{title}, {agency['name']} (demo)"
        email = f"{place}@{agency['key']}.example"
        yield DemoPerson(email, name, agency["key"], role, MOBILE.format(number))


def _posts(directory: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Yield agencies with the roles that they have, each role for itself."""
    for partnership in directory["partnerships"]:
        roles = partnership["roles"]
        for agency in partnership["agencies"]:
            for role in roles.get(agency["sector"], roles["agency"]):
                if role not in agency.get("lacks", ()):
                    yield agency, role


def _organisations(
    directory: Mapping[str, Any],
) -> Iterator[tuple[type[Base], list[dict[str, Any]]]]:
    """Yield tables and their rows, in the order in which they refer to each other."""
    partnerships = directory["partnerships"]
    yield Partnership, [{name: entry[name] for name in ("key", "name")} for entry in partnerships]
    yield Agency, list(_agencies(directory))
    yield Area, [area for entry in partnerships for area in _areas(entry)]


def _agencies(directory: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows of agencies, each with two numbers of its own."""
    agencies = [
        (partnership["key"], agency)
        for partnership in directory["partnerships"]
        for agency in partnership["agencies"]
    ]
    for number, (partnership_key, agency) in enumerate(agencies):
        out_of_hours = directory["out_of_hours"][agency["sector"]]
        yield {
            **{name: agency[name] for name in ("key", "name", "sector")},
            "partnership_key": partnership_key,
            "telephone": SWITCHBOARD.format(number),
            "out_of_hours": out_of_hours.format(telephone=NIGHT_LINE.format(number)),
            "quiet_from": agency.get("quiet_from"),
            "quiet_until": agency.get("quiet_until"),
            "quiet_at_weekends": agency.get("quiet_at_weekends", False),
        }


def _areas(partnership: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    procedure = partnership["process_definition_key"]
    for area in partnership["areas"]:
        follows = {"process_definition_key": procedure, "partnership_key": partnership["key"]}
        yield {**area, **follows}


def _insert_people(
    engine: Engine, work: UnitOfWork, people: list[DemoPerson], password: str
) -> None:
    """Insert people and their grants in bulk; every trial and every test begins with this."""
    now = engine.clock.now()
    login = {"password": password, "active": True, "created_at": now}
    insert_rows(
        work,
        Person,
        (
            {
                "email": one.email,
                "name": one.name,
                "telephone": one.telephone,
                "fs_uniquifier": uuid.uuid4().hex,
                **login,
            }
            for one in people
        ),
    )
    work.send()
    ids = {row.email: row.id for row in work.session.execute(select(Person.email, Person.id))}
    insert_rows(
        work,
        RoleGrant,
        (
            {
                "person_id": ids[one.email],
                "agency_key": one.agency_key,
                "role": one.role,
                "valid_from": now,
                "valid_to": None,
            }
            for one in people
        ),
    )
