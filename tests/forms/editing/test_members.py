import pytest

from forms.editing.members import MEMBERS, PARTS, TYPE_NAMES, is_known, members_of
from forms.fields import FIELD_TYPES, QUESTION_TYPES
from forms.fields.component import Component
from forms.fields.field import HOST_PROPERTIES, PERSONAL_DATA, REFERENCES, VISIBILITIES

NAMES = [kind.name for kind in FIELD_TYPES]
NOT_OFFERED = {
    # The editor's own, or a constant.
    "validate.validationType",
    # A default is an expression; a plain one is seldom what is meant.
    "defaultValue",
}


def read_by(kind):
    """Return the paths that a field type reads."""
    component = Component({}, "x", [])
    kind.read(component)
    paths = set(component._taken) - component._sections.keys()
    for name, part in component._sections.items():
        paths |= {f"{name}.{member}" for member in part._taken}
    return paths


def test_every_type_of_component_has_a_name_for_people():
    assert set(TYPE_NAMES) == set(NAMES)


@pytest.mark.parametrize("kind", QUESTION_TYPES.values(), ids=list(QUESTION_TYPES))
def test_every_member_of_a_question_can_be_set(kind):
    offered = {member.path for member in members_of(kind.name)}
    ours = {"id", "layout", "searchable", "timeLabel", "use24h", "timeInterval"}
    wanted = read_by(kind) - ours - {"timeSerializingFormat"} - NOT_OFFERED
    assert wanted - offered == set()


def test_everything_that_hosts_read_can_be_set():
    offered = {member.path for member in MEMBERS}
    assert {f"properties.{name}" for name in HOST_PROPERTIES} <= offered


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("properties.visibleTo", VISIBILITIES),
        ("properties.reference", REFERENCES),
        ("properties.personalData", PERSONAL_DATA),
    ],
)
def test_choices_are_those_that_the_server_takes(path, values):
    member = next(one for one in MEMBERS if one.path == path)
    assert {value for value, _ in member.choices if value} == set(values[1:])


def test_every_member_stands_under_a_heading_and_has_words():
    assert {member.part for member in MEMBERS} == set(PARTS)
    assert all(member.label and member.types for member in MEMBERS)


def test_only_our_types_are_known():
    assert is_known("radio")
    assert not is_known("iframe")
    assert not is_known(None)
