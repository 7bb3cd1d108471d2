"""Partnerships, agencies and areas: begun from an empty database, and changed by their own."""

import pytest

from engine.directory.agencies import WantedAgency, add_agency, change_agency
from engine.directory.areas import WantedArea, add_area, change_area
from engine.directory.leaving import let_leave
from engine.directory.partnerships import NewPartnership, add_partnership, rename_partnership
from engine.directory.people import WantedPerson
from engine.directory.roles import WantedRole, give_role
from engine.errors import InputRefusedError, NotAllowedError, NotFoundError
from engine.queries.actors import load_actor_by_email
from engine.queries.areas import list_areas
from engine.queries.directory_agencies import (
    list_agencies_of_directory,
    list_areas_of_directory,
    load_agency_of_directory,
)
from engine.queries.directory_log import list_directory_changes
from engine.queries.missing_roles import list_missing_roles
from tests.support.directory import demo_actor

NORTH = NewPartnership(
    key="north",
    name="North",
    office_key="north-office",
    office_name="North Office",
    administrator_email="ada@north.example",
    administrator_name="Ada",
    password_hash=None,
)
SCHOOL = WantedAgency("north-school", "North School", "education", "north")


@pytest.fixture
def administrator(engine):
    return demo_actor(engine, "administrator", "berkshire-partnership")


@pytest.fixture
def north(engine):
    add_partnership(engine, NORTH)
    with engine.open_reading() as work:
        return load_actor_by_email(work, "ada@north.example", engine.clock.now())


def reads(engine, query, *given, **more):
    with engine.open_reading() as work:
        return query(work, *given, **more)


def test_from_the_first_administrator_on_everything_goes_without_the_command_line(engine, north):
    now = engine.clock.now()
    add_agency(engine, north, SCHOOL)
    give_role(
        engine,
        north,
        WantedPerson("bob@north.example", name="Bob"),
        WantedRole("north-school", "practitioner"),
    )
    page = reads(engine, list_agencies_of_directory, north, now)
    assert [(row.name, row.people) for row in page.rows] == [
        ("North Office", 1),
        ("North School", 1),
    ]
    told = reads(engine, list_directory_changes, north).rows
    assert [row.words for row in told][-3:] == [
        "Ada came in as administrator of North Office.",
        "North Office (office of the partnership) came into the directory.",
        "The partnership North began.",
    ]
    assert told[-1].changed_by_name is None
    assert told[0].changed_by_name == "Ada"


def test_a_partnership_is_begun_once_and_renamed_by_its_own(engine, north, administrator):
    with pytest.raises(InputRefusedError, match="already"):
        add_partnership(engine, NORTH)
    with pytest.raises(NotAllowedError):
        rename_partnership(engine, administrator, "north", "Mine")
    with pytest.raises(NotFoundError):
        rename_partnership(engine, north, "south", "South")
    rename_partnership(engine, north, "north", "The North")
    words = reads(engine, list_directory_changes, north).rows[0].words
    assert words == "The partnership North is called The North now."


def test_an_agency_is_changed_by_its_own_partnership_alone(engine, north, administrator):
    add_agency(engine, north, SCHOOL)
    for act in (add_agency, change_agency):
        with pytest.raises((NotAllowedError, InputRefusedError)):
            act(engine, administrator, SCHOOL)
    change_agency(
        engine,
        north,
        WantedAgency("north-school", "North Academy", "health", telephone="01632 960001"),
    )
    row = reads(engine, load_agency_of_directory, north, "north-school", engine.clock.now())
    assert (row.name, row.sector, row.telephone) == ("North Academy", "health", "01632 960001")
    with pytest.raises(NotFoundError):
        reads(engine, load_agency_of_directory, administrator, "north-school", engine.clock.now())
    words = reads(engine, list_directory_changes, north, agency_key="north-school").rows[0].words
    assert words == (
        "North School is called North Academy, is of the sector health and has another "
        "telephone now."
    )


@pytest.mark.parametrize(
    "wanted",
    [
        WantedAgency("North School", "North School", "education", "north"),
        WantedAgency("x" * 61, "North School", "education", "north"),
        WantedAgency("north-school", " ", "education", "north"),
        WantedAgency("north-school", "x" * 121, "education", "north"),
        WantedAgency("north-school", "North School", "circus", "north"),
        WantedAgency("north-school", "North School", "partnership", "north"),
        WantedAgency("north-school", "North School", "education", "north", telephone="call me"),
        WantedAgency("north-office", "North School", "education", "north"),
    ],
)
def test_what_no_agency_can_be_is_refused(engine, north, wanted):
    with pytest.raises(InputRefusedError):
        add_agency(engine, north, wanted)


def test_an_office_stays_an_office_and_nothing_becomes_one(engine, north):
    add_agency(engine, north, SCHOOL)
    for key, sector in (("north-office", "police"), ("north-school", "partnership")):
        with pytest.raises(InputRefusedError):
            change_agency(engine, north, WantedAgency(key, sector=sector))


def test_an_area_follows_editions_of_its_own_partnership(berkshire):
    engine, clock = berkshire.engine, berkshire.clock
    actor = berkshire.actor("administrator", "berkshire-partnership")
    wanted = WantedArea(
        "slough", "Slough", "berkshire", "berkshire_escalation", "2026-03-25", "reading-council"
    )
    add_area(engine, actor, wanted)
    assert "slough" in {area.key for area in reads(engine, list_areas, clock.now())}
    for change in (
        WantedArea("slough", edition="1999-01-01"),
        WantedArea("slough", process_definition_key="tees_escalation"),
        WantedArea("slough", social_care_agency="barnsley-council"),
        WantedArea("slough", partnership_key="barnsley"),
    ):
        with pytest.raises(InputRefusedError):
            change_area(engine, actor, change)
    with pytest.raises(InputRefusedError, match="already"):
        add_area(engine, actor, wanted)
    with pytest.raises(NotFoundError):
        change_area(engine, actor, WantedArea("nowhere"))
    with pytest.raises(NotAllowedError):
        change_area(
            engine, berkshire.actor("administrator", "barnsley-partnership"), WantedArea("slough")
        )
    change_area(engine, actor, WantedArea("slough", name="Slough and Eton"))
    areas = reads(engine, list_areas_of_directory, actor, clock.now())
    (row,) = [area for area in areas if area.key == "slough"]
    assert (row.name, row.social_care_name, row.is_followed) == (
        "Slough and Eton",
        "Reading Council",
        True,
    )


def test_roles_that_nobody_holds_stand_with_the_procedure_that_needs_them(berkshire):
    engine, clock = berkshire.engine, berkshire.clock
    actor = berkshire.actor("administrator", "berkshire-partnership")
    with engine.open_reading() as work:
        full = list_missing_roles(engine, work, actor, clock.now())
    assert full
    manager = berkshire.actor("business-manager", "berkshire-partnership")
    let_leave(engine, actor, manager.person_id, reason="Retired", ends_log_in=True)
    with engine.open_reading() as work:
        missing = list_missing_roles(engine, work, actor, clock.now())
    before = sum(len(one.problems) for one in full)
    assert sum(len(one.problems) for one in missing) > before
    assert any("business-manager" in problem.message for problem in missing[0].problems)
