"""The demonstration's directory."""

import pytest
from sqlalchemy import func, select

from engine.errors import InputRefusedError
from engine.persistence.directory import Agency, Area, Person, RoleGrant
from engine.queries.actors import list_members
from engine.runtime.directory import add_person, grant_role, load_demo_directory
from engine.vocabulary import Role

CASE_ROLES = set(Role) - {Role.EDITOR, Role.ADMINISTRATOR, Role.BUSINESS_MANAGER}


@pytest.fixture
def members(engine):
    with engine.open_reading() as work:
        return list_members(work, engine.clock.now())


def test_every_role_of_every_agency_has_one_person_with_the_address_made_of_both(members):
    for member in members:
        assert member.email == f"{member.role}@{member.agency_key}.example"
    held = {(member.agency_key, member.role) for member in members}
    assert len(held) == len(members)
    for agency in ("reading-council", "reading-school", "berkshire-health", "thames-police"):
        assert {role for key, role in held if key == agency} == CASE_ROLES
    office = {role for key, role in held if key == "berkshire-partnership"}
    assert office >= {Role.BUSINESS_MANAGER, Role.EDITOR, Role.ADMINISTRATOR}


def test_nobody_can_be_taken_for_a_real_person(members):
    for member in members:
        assert member.name.endswith("(demo)")
        assert member.name.startswith(member.role.replace("-", " ").capitalize())


def test_every_role_of_a_procedure_is_held_by_somebody(members):
    assert {member.role for member in members} == set(Role)


def test_reading_follows_the_edition_of_march_2026(engine):
    with engine.open_reading() as work:
        area = work.session.get_one(Area, "reading")
        office = work.session.get_one(Agency, "berkshire-partnership")
    assert (area.process_definition_key, area.edition) == ("berkshire_escalation", "2026-03-25")
    assert (office.sector, office.partnership_key) == ("partnership", area.partnership_key)


def test_loading_twice_is_the_same_as_once_and_hashes_nothing(engine):
    hashed = []
    assert load_demo_directory(engine, hashed.append) == 0
    assert hashed == []
    with engine.open_reading() as work:
        people = work.session.scalars(select(func.count()).select_from(Person)).one()
        grants = work.session.scalars(select(func.count()).select_from(RoleGrant)).one()
    assert people == grants == 34


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
