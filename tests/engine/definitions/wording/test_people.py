"""Who does something and who is told, as documentation and comparison say it."""

import pytest

from engine.definitions.wording.people import (
    SIDES,
    doers_in_words,
    people_with,
    recipients_in_words,
    roles_in_words,
    side_in_words,
)
from engine.vocabulary import AgencySide


def test_every_side_has_words():
    assert set(SIDES) == set(AgencySide)


def test_a_step_without_a_side_is_the_offices():
    assert side_in_words("") == "the partnership’s office"
    assert side_in_words("nobody") == "nobody"


@pytest.mark.parametrize(
    ("role", "people"),
    [
        ("line-manager", "line managers"),
        ("next-level-manager", "next-level managers"),
        ("business-manager", "the Business Manager"),
        ("management-committee", "members of the management committee"),
        ("something-new", "something news"),
    ],
)
def test_the_people_with_a_role(role, people):
    assert people_with(role) == people


def test_roles_and_doers():
    assert (
        roles_in_words("line-manager; safeguarding-lead") == "line managers or safeguarding leads"
    )
    assert doers_in_words("line-manager", "both") == "line managers, both agencies together"
    assert doers_in_words("", "raising") == "the raising agency"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "practitioner of both; line-manager of both",
            "practitioners and line managers of both agencies",
        ),
        (
            "line-manager of each; business-manager",
            "line managers of each agency and the Business Manager",
        ),
        (
            "line-manager of raising; team-manager of receiving; business-manager",
            (
                "line managers of the raising agency; team managers of the receiving agency; the "
                "Business Manager"
            ),
        ),
        ("nobody of anywhere", "nobody of anywhere"),
    ],
)
def test_who_is_told(text, words):
    assert recipients_in_words(text) == words
