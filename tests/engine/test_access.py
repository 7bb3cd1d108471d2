"""Who comes in: by name before by group, and nobody else."""

from engine.access import Actor, Group, Opening, opening_for

SCHOOL = Group("reading-school", "line-manager")
COUNCIL = Group("reading-council", "line-manager")
MANAGER = Actor(7, "Manager", "manager@example", frozenset({SCHOOL}))


def test_a_group_admits_its_members_only() -> None:
    assert Opening(SCHOOL).admits(MANAGER)
    assert not Opening(COUNCIL).admits(MANAGER)


def test_an_opening_by_name_admits_that_person_whatever_their_role_is_now() -> None:
    assert Opening(COUNCIL, 7).admits(MANAGER)
    assert not Opening(SCHOOL, 8).admits(MANAGER)


def test_by_name_comes_before_by_group() -> None:
    assert opening_for(MANAGER, [Opening(SCHOOL), Opening(COUNCIL, 7)]) == Opening(COUNCIL, 7)


def test_nobody_else_comes_in() -> None:
    assert opening_for(MANAGER, [Opening(COUNCIL), Opening(SCHOOL, 8)]) is None


def test_agencies_and_roles_come_from_the_groups() -> None:
    both = Actor(1, "Both", "both@example", frozenset({SCHOOL, COUNCIL}))
    assert both.agencies == ("reading-council", "reading-school")
    assert both.has_role("line-manager")
    assert not both.has_role("administrator")
