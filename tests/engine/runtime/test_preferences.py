"""What people choose for themselves, and what their account says of them."""

from datetime import timedelta

import pytest

from engine.errors import InputRefusedError
from engine.persistence.directory import RoleGrant
from engine.queries.accounts import HeldRole, load_account
from engine.queries.contacts import list_contacts
from engine.runtime.calendar_feeds import open_calendar_feed
from engine.runtime.preferences import checked_telephone, save_preferences
from tests.support.directory import demo_actor

DAY = timedelta(days=1)


@pytest.fixture
def manager(engine):
    return demo_actor(engine, "line-manager", "reading-school")


@pytest.fixture
def other(engine):
    return demo_actor(engine, "line-manager", "reading-council")


def account(engine, actor):
    with engine.open_reading() as work:
        return load_account(work, actor, engine.clock.now())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  0118  496 0123 ", "0118 496 0123"),
        ("+44 (0)118 496-0123", "+44 (0)118 496-0123"),
        ("0118 496 0123 ext. 4", "0118 496 0123 ext. 4"),
        ("01184960123x12", "01184960123x12"),
        ("60123", "60123"),
        ("", None),
        ("   ", None),
    ],
)
def test_a_telephone_number_is_kept_as_it_is_read(typed, kept):
    assert checked_telephone(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "1234",
        "ring me",
        "0118 496 0123 or 0124",
        "+",
        "0" * 16,
        "٠١١٨٤٩٦٠",
        "0118\x00496",
        "x12",
        "0" * 5000,
    ],
)
def test_what_is_no_telephone_number_is_refused_in_words(typed):
    with pytest.raises(InputRefusedError, match="like 0118 496 0000"):
        checked_telephone(typed)


def test_choices_are_kept_for_one_person_and_show_in_the_contacts(engine, manager, other):
    before = account(engine, other)
    save_preferences(engine, manager, telephone="0118 496 0777", gets_digest=False)
    mine = account(engine, manager)
    assert (mine.telephone, mine.gets_digest) == ("0118 496 0777", False)
    assert account(engine, other) == before
    with engine.open_reading() as work:
        (agency,) = list_contacts(work, ["reading-school"], engine.clock.now())
    numbers = {one.name: one.telephone for one in agency.people}
    assert numbers[manager.name] == "0118 496 0777"
    save_preferences(engine, manager, telephone="", gets_digest=True)
    assert (account(engine, manager).telephone, account(engine, manager).gets_digest) == (
        None,
        True,
    )


def test_refused_choices_change_nothing(engine, manager):
    before = account(engine, manager)
    with pytest.raises(InputRefusedError):
        save_preferences(engine, manager, telephone="none", gets_digest=not before.gets_digest)
    assert account(engine, manager) == before


def test_the_account_has_each_role_with_its_days_and_for_whom_it_is_held(engine, manager, other):
    now = engine.clock.now()

    def grant(role, **days):
        return RoleGrant(
            person_id=manager.person_id, agency_key="reading-council", role=role, **days
        )

    with engine.open_unit_of_work() as work:
        work.session.add_all(
            [
                grant("editor", valid_from=now - 2 * DAY, valid_to=now - DAY),
                grant("administrator", valid_from=now + DAY),
                grant(
                    "line-manager",
                    valid_from=now - DAY,
                    valid_to=now + DAY,
                    deputy_for=other.person_id,
                ),
            ]
        )
        work.commit()
    roles = account(engine, manager).roles
    assert roles[0] == HeldRole(
        "line-manager", "reading-council", "Reading Council", now - DAY, now + DAY, other.name
    )
    assert [(held.role, held.agency_key, held.deputy_for) for held in roles[1:]] == [
        ("line-manager", "reading-school", None)
    ]


def test_the_account_says_whether_there_is_a_calendar_feed(engine, manager):
    assert not account(engine, manager).has_calendar
    open_calendar_feed(engine, manager)
    assert account(engine, manager).has_calendar
