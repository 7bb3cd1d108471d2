"""The demonstration's directory."""

import pytest
from sqlalchemy import func, select

from engine.errors import InputRefusedError
from engine.persistence.directory import Agency, Area, Partnership, Person, RoleGrant
from engine.queries.actors import list_members
from engine.runtime.demo_directory import load_demo_directory
from engine.runtime.directory import add_person, grant_role
from engine.vocabulary import Role


@pytest.fixture
def members(engine):
    with engine.open_reading() as work:
        return list_members(work, engine.clock.now())


def held_by(members, agency_key):
    return {member.role for member in members if member.agency_key == agency_key}


def test_every_role_of_every_agency_has_one_person_with_the_address_made_of_both(members):
    first = [member for member in members if not member.email.startswith("second-")]
    for member in first:
        assert member.email == f"{member.role}@{member.agency_key}.example"
    assert len({(member.agency_key, member.role) for member in members}) == len(first)


def test_every_office_has_two_editors_so_that_one_can_approve_what_the_other_submits(members):
    second = {member.email for member in members} - {
        f"{member.role}@{member.agency_key}.example" for member in members
    }
    offices = ("berkshire", "barnsley", "set", "tees")
    assert second == {f"second-editor@{office}-partnership.example" for office in offices}


def test_every_office_has_the_same_roles(members):
    for office in ("berkshire", "barnsley", "set", "tees"):
        assert held_by(members, f"{office}-partnership") == {
            Role.BUSINESS_MANAGER,
            Role.PROCEDURES_GROUP,
            Role.MEETING_CHAIR,
            Role.LINE_MANAGER,
            Role.SAFEGUARDING_LEAD,
            Role.EDITOR,
            Role.ADMINISTRATOR,
        }


@pytest.mark.parametrize(
    ("agency", "roles"),
    [
        ("reading-school", {Role.NEXT_LEVEL_MANAGER, Role.DEPARTMENTAL_HEAD, Role.MEETING_CHAIR}),
        ("barnsley-council", {Role.SERVICE_MANAGER, Role.TEAM_MANAGER, Role.SENIOR_MANAGER}),
        ("barnsley-health", {Role.NEXT_LEVEL_MANAGER, Role.DESIGNATED_LEAD}),
        ("essex-council", {Role.SAFEGUARDING_SUPERVISOR, Role.DESIGNATED_LEAD}),
        ("stockton-council", {Role.INDEPENDENT_REVIEWING_OFFICER, Role.AGENCY_REPRESENTATIVE}),
        ("tees-fire", {Role.AGENCY_REPRESENTATIVE, Role.MEETING_CHAIR}),
    ],
)
def test_an_agency_has_the_roles_of_its_partnership_and_sector(members, agency, roles):
    everywhere = {Role.PRACTITIONER, Role.LINE_MANAGER, Role.SAFEGUARDING_LEAD, Role.SENIOR_MANAGER}
    assert held_by(members, agency) >= roles | everywhere


def test_a_small_agency_lacks_levels_that_others_of_its_sector_have(members):
    missing = held_by(members, "reading-school") - held_by(members, "bracknell-school")
    assert missing == {Role.NEXT_LEVEL_MANAGER, Role.SENIOR_MANAGER}
    assert held_by(members, "barnsley-community") == {
        Role.PRACTITIONER,
        Role.LINE_MANAGER,
        Role.SAFEGUARDING_LEAD,
        Role.MANAGEMENT_COMMITTEE,
    }


def test_nobody_can_be_taken_for_a_real_person(members):
    for member in members:
        assert member.name.endswith("(demo)")
        place = member.email.partition("@")[0]
        assert place.removeprefix("second-") == member.role
        assert member.name.startswith(place.replace("-", " ").capitalize())


def test_every_role_of_a_procedure_is_held_by_somebody(members):
    assert {member.role for member in members} == set(Role)


@pytest.mark.parametrize(
    ("area_key", "procedure", "edition", "social_care"),
    [
        ("reading", "berkshire_escalation", "2026-03-25", "reading-council"),
        ("bracknell-forest", "berkshire_escalation", "2024-05-24", "bracknell-council"),
        ("barnsley", "barnsley_escalation", "undated", "barnsley-council"),
        ("thurrock", "set_escalation", "2026-02-24", "thurrock-council"),
        ("redcar-cleveland", "tees_escalation", "undated", "redcar-cleveland-council"),
    ],
)
def test_an_area_follows_an_edition_and_knows_its_social_care(
    engine, area_key, procedure, edition, social_care
):
    with engine.open_reading() as work:
        area = work.session.get_one(Area, area_key)
        council = work.session.get_one(Agency, social_care)
    assert (area.process_definition_key, area.edition) == (procedure, edition)
    assert area.social_care_agency == council.key
    assert (council.sector, council.partnership_key) == ("local-authority", area.partnership_key)


def test_loading_twice_is_the_same_as_once_and_hashes_nothing(engine):
    hashed = []
    assert load_demo_directory(engine, hashed.append) == 0
    assert hashed == []
    with engine.open_reading() as work:
        counts = [
            work.session.scalars(select(func.count()).select_from(table)).one()
            for table in (Partnership, Area, Agency, Person, RoleGrant)
        ]
    assert counts == [4, 10, 30, 193, 193]


def test_somebody_who_went_missing_comes_back_and_the_password_is_hashed_once(engine):
    with engine.open_unit_of_work() as work:
        for email in ("editor@berkshire-partnership.example", "practitioner@thames-police.example"):
            person = work.session.scalars(select(Person).where(Person.email == email)).one()
            grants = select(RoleGrant).where(RoleGrant.person_id == person.id)
            for grant in work.session.scalars(grants):
                work.session.delete(grant)
            work.session.flush()
            work.session.delete(person)
        work.commit()
    hashed = []
    assert load_demo_directory(engine, lambda password: hashed.append(password) or "x") == 2
    assert hashed == ["concord-demo"]


def test_every_agency_has_numbers_that_nobody_else_has_and_words_for_the_night(engine):
    with engine.open_reading() as work:
        agencies = work.session.scalars(select(Agency)).all()
    assert len({agency.telephone for agency in agencies}) == len(agencies)
    for agency in agencies:
        assert agency.telephone.startswith("01632 960")
        assert "01632 960" in agency.out_of_hours
    quiet = {agency.key for agency in agencies if agency.quiet_from}
    assert quiet == {"bracknell-school", "southend-school", "middlesbrough-school"} | {
        "barnsley-community"
    }


def test_what_somebody_has_changed_in_an_agency_stays(engine):
    with engine.open_unit_of_work() as work:
        work.session.get_one(Agency, "reading-school").telephone = "01632 960999"
        work.commit()
    load_demo_directory(engine, lambda _: "x")
    with engine.open_reading() as work:
        assert work.session.get_one(Agency, "reading-school").telephone == "01632 960999"


def test_a_person_can_be_added_once(engine):
    person_id = add_person(engine, email=" Sam@Example.org", name=" Sam ", password_hash="hash")
    with engine.open_reading() as work:
        person = work.session.get_one(Person, person_id)
    assert (person.email, person.name, person.password) == ("sam@example.org", "Sam", "hash")
    with pytest.raises(InputRefusedError, match="already a person"):
        add_person(engine, email="SAM@example.org", name="Sam")


@pytest.mark.parametrize(
    "email",
    [
        "",
        "sam",
        "@example.org",
        "sam@",
        "a b@example.org",
        "sam@example.org\nBcc: x@y.org",
        "ä@b.org",
    ],
)
def test_an_address_that_mail_cannot_use_is_refused(engine, email):
    with pytest.raises(InputRefusedError, match="not an e-mail address"):
        add_person(engine, email=email, name="Sam")


def test_a_person_without_a_name_is_refused(engine):
    with pytest.raises(InputRefusedError, match="name"):
        add_person(engine, email="sam@example.org", name=" ")


def test_granting_a_role_twice_is_the_same_as_once(engine):
    add_person(engine, email="sam@example.org", name="Sam")
    for _ in range(2):
        grant_role(engine, email="sam@example.org", agency_key="reading-school", role="editor")
    with engine.open_reading() as work:
        members = list_members(work, engine.clock.now())
    assert [m.role for m in members if m.email == "sam@example.org"] == ["editor"]


@pytest.mark.parametrize(
    ("email", "agency_key", "role", "message"),
    [
        ("nobody@example.org", "reading-school", "editor", "no person"),
        ("editor@berkshire-partnership.example", "nowhere", "editor", "no agency"),
        ("editor@berkshire-partnership.example", "reading-school", "king", "not a role"),
    ],
)
def test_a_grant_to_or_for_somebody_unknown_is_refused(engine, email, agency_key, role, message):
    with pytest.raises(InputRefusedError, match=message):
        grant_role(engine, email=email, agency_key=agency_key, role=role)
