"""Who stands behind a lane is written into procedure.toml, and nothing else changes."""

import tomllib
from pathlib import Path

import pytest

from engine.definitions.lane_roles import UnwritableError, write_lane_roles

BERKSHIRE = Path("workflows/berkshire/procedure.toml").read_bytes()


def changed(source, lane_id, roles):
    """Return the lines that were taken out, and those that were put in."""
    before = source.decode().splitlines()
    after = write_lane_roles(source, lane_id, roles).decode().splitlines()
    gone = [line for line in before if line not in after]
    return gone, [line for line in after if line not in before]


def test_the_line_of_a_lane_changes_and_no_other():
    assert changed(BERKSHIRE, "Lane_Chair", ["meeting-chair", "senior-manager"]) == (
        ['Lane_Chair = "meeting-chair"'],
        ['Lane_Chair = "meeting-chair; senior-manager"'],
    )


def test_what_is_set_already_leaves_the_file_as_it_was():
    roles = ["safeguarding-lead", "line-manager"]
    assert write_lane_roles(BERKSHIRE, "Lane_SafeguardingLead", roles) == BERKSHIRE


def test_a_lane_without_roles_loses_its_line():
    assert changed(BERKSHIRE, "Lane_Chair", []) == (['Lane_Chair = "meeting-chair"'], [])


def test_a_new_lane_stands_behind_the_last_one():
    after = write_lane_roles(BERKSHIRE, "Lane_New", ["practitioner"]).decode()
    assert 'Lane_EachAgency = "=handler_role"\nLane_New = "practitioner"\n\n[[stages]]' in after
    assert changed(BERKSHIRE, "Lane_New", ["practitioner"])[0] == []


@pytest.mark.parametrize(
    "source",
    [
        b"",
        b'key = "a"\n',
        b"[lanes]",
        b"[lanes]\n",
        b'[lanes]\n# nobody yet\n\n# the stages\n[[stages]]\nid = "S1"\n',
        b'[lanes]\nA = "x"\n\n\n# the stages\n[[stages]]\nid = "S1"\n',
        b'[lanes]\nA = "x" # why',
        b'[lanes]\r\nA = "x"\r\n',
    ],
)
@pytest.mark.parametrize("lane_id", ["Lane_New", "Büro", "Lane.1", "A"])
def test_whatever_the_file_looks_like_the_lane_is_read_again(source, lane_id):
    after = write_lane_roles(source, lane_id, ["line-manager", "practitioner"])
    before = tomllib.loads(source.decode())
    lanes = before.get("lanes", {}) | {lane_id: "line-manager; practitioner"}
    assert tomllib.loads(after.decode()) == before | {"lanes": lanes}
    assert (b"# the stages\n[[stages]]" in after) == (b"# the stages" in source)


@pytest.mark.parametrize(
    "source",
    [b"\xff", b"= nonsense", b'lanes = { A = "x" }', b'lanes.A = "x"', b'[lanes]\n"A" = "x"\n'],
)
def test_what_only_people_can_change_is_said(source):
    with pytest.raises(UnwritableError):
        write_lane_roles(source, "A", ["practitioner"])
