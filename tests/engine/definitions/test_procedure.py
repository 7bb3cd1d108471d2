import tomllib

import pytest

from engine.definitions.procedure import (
    ProcedureRefusedError,
    Stage,
    narrowed_to_edition,
    read_procedure,
)
from tests.engine.definitions.writing import PROCEDURE

TWO_EDITIONS = b"""# A comment that stays
key = "k"
[[editions]]
edition = "2024"
main = "a.bpmn"

[[editions]]  # the new one
edition = "2026"
main = "b.bpmn"
[lanes]
Lane_A = "practitioner"
"""


def test_a_procedure_is_read():
    procedure = read_procedure(PROCEDURE)
    assert (procedure.key, procedure.edition, procedure.main) == ("test", "2026-01-01", "main.bpmn")
    assert procedure.lane_roles == {"Lane_Staff": "practitioner"}
    assert procedure.stages == (Stage("S0", "First"),)


@pytest.mark.parametrize(
    "name", ["key", "title", "partnership", "reference_prefix", "edition", "main"]
)
def test_a_missing_text_is_named(name):
    source = b"\n".join(
        line for line in PROCEDURE.splitlines() if not line.startswith(f"{name} ".encode())
    )
    with pytest.raises(ProcedureRefusedError, match=name):
        read_procedure(source)


@pytest.mark.parametrize(
    "source",
    [b"", b"\x00", b"\xff\xfe", b"a = [" * 5_000, b"lanes = 3", b"editions = 3", b"stages = [1]"],
)
def test_what_cannot_be_read_is_refused(source):
    with pytest.raises(ProcedureRefusedError) as refusal:
        read_procedure(source)
    assert all(fault.message and fault.remedy for fault in refusal.value.faults)


def test_a_procedure_says_from_which_stage_the_business_manager_hears_of_closing():
    assert read_procedure(PROCEDURE).closing_told_from == ""
    told = PROCEDURE + b'\n[closing]\nbusiness_manager_from = "S0"\n'
    assert read_procedure(told).closing_told_from == "S0"
    for wrong in (b'business_manager_from = "S9"', b'told = "S0"'):
        with pytest.raises(ProcedureRefusedError, match=r"\[closing\]"):
            read_procedure(PROCEDURE + b"\n[closing]\n" + wrong)


def test_a_procedure_says_from_which_stage_cases_should_finish_on_their_version():
    assert not read_procedure(PROCEDURE).should_finish("S0")
    said = PROCEDURE + b'\n[migration]\nfinish_from = "S0"\nwhy = "A meeting is arranged."\n'
    read = read_procedure(said)
    assert (read.should_finish("S0"), read.should_finish("S9")) == (True, False)
    for wrong in (b'finish_from = "S0"', b'finish_from = "S9"\nwhy = "x"', b'until = "S0"'):
        with pytest.raises(ProcedureRefusedError, match=r"\[migration\]"):
            read_procedure(PROCEDURE + b"\n[migration]\n" + wrong)


def test_narrowing_takes_the_other_editions_out_and_leaves_the_rest_as_it_was():
    narrow = narrowed_to_edition(TWO_EDITIONS, "2026")
    assert [edition["edition"] for edition in tomllib.loads(narrow.decode())["editions"]] == [
        "2026"
    ]
    assert narrow.startswith(b"# A comment that stays\n")
    assert b"[[editions]]  # the new one" in narrow
    assert b'Lane_A = "practitioner"' in narrow


def test_an_edition_that_is_not_listed_leaves_none():
    assert b"editions" not in narrowed_to_edition(TWO_EDITIONS, "2030")


@pytest.mark.parametrize("source", [b"editions = [", b'editions = "x"', b"\xff", b"editions = [1]"])
def test_a_file_that_cannot_be_narrowed_stays_as_it_is(source):
    assert narrowed_to_edition(source, "2026") == source
