"""A file brings in everything or nothing, and the preview says what would happen."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.directory.importing import ImportRefusedError, import_directory, preview_import
from engine.errors import InputRefusedError
from engine.persistence.directory import Agency, Area, Partnership, Person, RoleGrant
from engine.persistence.directory_changes import DirectoryChange
from engine.queries.actors import load_actor_by_email
from tests.support.directory import demo_actor

HEADER = "kind,key,name,sector,email,agency,role,from,until"
GOOD = f"""{HEADER}
person,,Ada Demo,,ada@new-school.example,new-school,practitioner,,
agency,new-school,New School,education,,,,,
person,,,,practitioner@reading-school.example,reading-school,practitioner,,01/01/2020
person,,Ada Demo,,ada@new-school.example,new-school,safeguarding-lead,2026-10-01,2026-10-31
"""
ADA_LEADS = (
    "Ada Demo became safeguarding lead of New School, from 1 October 2026, "
    "until the end of 31 October 2026."
)


@pytest.fixture
def administrator(engine):
    return demo_actor(engine, "administrator", "berkshire-partnership")


def everything(engine):
    with engine.open_reading() as work:
        tables = (Partnership, Agency, Area, Person, RoleGrant, DirectoryChange)
        counts = [work.session.scalar(select(func.count()).select_from(table)) for table in tables]
        ends = work.session.scalars(select(RoleGrant.valid_to).order_by(RoleGrant.id)).all()
        names = work.session.scalars(select(Agency.name).order_by(Agency.key)).all()
    return counts, ends, names


def actor(engine, email):
    with engine.open_reading() as work:
        return load_actor_by_email(work, email, engine.clock.now())


def test_the_preview_tells_and_keeps_nothing_and_the_import_does_the_same(engine, administrator):
    before = everything(engine)
    preview = preview_import(engine, administrator, GOOD.encode())
    assert preview.problems == ()
    assert [change.words for change in preview.of_kind("added")] == [
        "New School (education) came into the directory.",
        "Ada Demo came in as practitioner of New School.",
        ADA_LEADS,
    ]
    (ended,) = preview.of_kind("ended")
    assert ended.words.endswith("is no longer practitioner of Reading School.")
    assert everything(engine) == before
    done = import_directory(
        engine, administrator, GOOD.encode(), reason="September", digest=preview.digest
    )
    assert [one.words for one in done.changes] == [one.words for one in preview.changes]
    assert actor(engine, "ada@new-school.example").agencies == ("new-school",)
    assert not actor(engine, "practitioner@reading-school.example").groups


def test_the_same_file_twice_changes_nothing_the_second_time(engine, administrator):
    import_directory(engine, administrator, GOOD.encode(), reason="September")
    before = everything(engine)
    assert preview_import(engine, administrator, GOOD.encode()).changes == ()
    assert everything(engine) == before


def test_one_wrong_row_keeps_everything_out_and_every_wrong_row_is_named(engine, administrator):
    before = everything(engine)
    wrong = f"""{HEADER}
agency,new-school,New School,education,,,,,
agency,New School 2,Second,education,,,,,
agency,third,Third,circus,,,,,
person,,Ada Demo,,ada@new-school.example,new-school,practitioner,,
person,,Ada Other,,ADA@new-school.example,new-school,line-manager,,
person,,Bob,,not an address,new-school,practitioner,,
person,,Cyd,,cyd@x.example,no-such-agency,practitioner,,
person,,Dan,,dan@x.example,new-school,wizard,,
person,,Eve,,eve@x.example,new-school,,,

person,,Fay,,fay@x.example,new-school,practitioner,soon,
person,,Gil,,gil@x.example,barnsley-council,practitioner,,
cat,,,,,,,,
person,,Hal,,hal@x.example,,,,
agency,fourth,Fourth,education,x@y.example,,,,
"""
    preview = preview_import(engine, administrator, wrong.encode())
    assert sorted({problem.row for problem in preview.problems}) == [
        3, 4, 6, 7, 8, 9, 10, 12, 13, 14, 15, 16,
    ]  # fmt: skip
    with pytest.raises(ImportRefusedError, match="12 rows must be put right") as refused:
        import_directory(engine, administrator, wrong.encode(), reason="x")
    assert refused.value.preview.problems == preview.problems
    assert everything(engine) == before


def test_what_ends_needs_a_reason(engine, administrator):
    before = everything(engine)
    with pytest.raises(InputRefusedError, match="Say why"):
        import_directory(engine, administrator, GOOD.encode())
    assert everything(engine) == before


def test_it_does_not_do_something_else_than_was_shown(engine, administrator):
    preview = preview_import(engine, administrator, GOOD.encode())
    agency = f"{HEADER}\nagency,new-school,New School,education,,,,,\n"
    import_directory(engine, administrator, agency.encode())
    before = everything(engine)
    with pytest.raises(ImportRefusedError, match="Look at the changes again"):
        import_directory(
            engine, administrator, GOOD.encode(), reason="September", digest=preview.digest
        )
    assert everything(engine) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: (
            b"\xef\xbb\xbfsep=;\r\n" + text.replace(",", ";").replace("\n", "\r\n").encode()
        ),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.replace("kind", " Kind ").replace("agency,new", "Agency,new").encode(),
        lambda text: text.replace("New School", '"New\nSchool"').encode(),
    ],
)
def test_as_spreadsheets_write_it(engine, administrator, change):
    plain = preview_import(engine, administrator, GOOD.encode())
    written = preview_import(engine, administrator, change(GOOD))
    assert written.problems == ()
    assert written.digest == plain.digest


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "first row"),
        (b"\n\n", "first row"),
        (b"key,name\n", "kind"),
        (b"kind,colour\n", "colour"),
        (b"kind,name,name\n", "twice"),
        ("kind,name\nagency,Caf\xe9\n".encode("cp1252"), "UTF-8"),
        ("kind,name\n".encode("utf-16"), "UTF-8"),
        (b"kind,name\n" + b"x" * 1_000_000, "larger"),
        (b"kind,name\n" + b"agency,x\n" * 1_001, "more than 1,000 rows"),
        (b'kind,name\nagency,"x', "CSV"),
    ],
)
def test_what_is_no_such_file_is_said_in_words(engine, administrator, content, says):
    with pytest.raises(InputRefusedError, match=says):
        preview_import(engine, administrator, content)


def test_an_administrator_is_replaced_in_one_file_whatever_the_order_of_its_rows(
    engine, administrator
):
    ends = f"person,,,,{administrator.email},berkshire-partnership,administrator,,2020-01-01"
    begins = "person,,Ada,,ada@x.example,berkshire-partnership,administrator,,"
    preview = preview_import(engine, administrator, f"{HEADER}\n{ends}\n".encode())
    assert "last administrator" in preview.problems[0].message
    both = f"{HEADER}\n{ends}\n{begins}\n".encode()
    import_directory(engine, administrator, both, reason="Handed over")
    assert actor(engine, "ada@x.example").has_role("administrator")
    assert not actor(engine, administrator.email).groups


def test_a_partnership_is_begun_by_command_alone(engine, administrator):
    begin = (
        b"kind,key,name,partnership,sector,email,agency,role\n"
        b"partnership,north,North,,,,,\n"
        b"agency,north-office,Office,north,partnership,,,\n"
        b"person,,Ada,,,ada@north.example,north-office,administrator\n"
    )
    preview = preview_import(engine, administrator, begin)
    assert [problem.row for problem in preview.problems] == [2, 3, 4]
    import_directory(engine, None, begin)
    assert actor(engine, "ada@north.example").has_role("administrator")


def test_a_role_that_has_an_end_can_get_another_by_file(engine, administrator):
    row = "person,,Ada,,ada@x.example,reading-school,practitioner,,{}"
    for until in ("2026-10-31", "2026-11-30"):
        content = f"{HEADER}\n{row.format(until)}\n".encode()
        import_directory(engine, administrator, content, reason="x")
    engine.clock.advance(timedelta(days=80))
    assert actor(engine, "ada@x.example").groups
    engine.clock.advance(timedelta(days=20))
    assert not actor(engine, "ada@x.example").groups


ONE_NUMBER = "person,,Ada,,ada@x.example,reading-school,practitioner,0118 496 0000\n"
OTHER_NUMBER = "person,,,,ADA@x.example,reading-school,line-manager,0118 496 0001"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (
            "agency,hill,Hill,education,,,,\nagency,hill,Other Hill,health,,,,",
            "The key hill is in row 2 already.",
        ),
        (
            ONE_NUMBER + OTHER_NUMBER,
            "Another row of the file has another telephone for ada@x.example.",
        ),
        ("person,,=cmd|' /C calc'!A0,,ada@x.example,reading-school,practitioner,", "is no name"),
        ("agency,hill,@SUM(1),education,,,,", "is no name"),
        ("person,,Ada\u202egpj.exe,,ada@x.example,reading-school,practitioner,", "is no name"),
    ],
)
def test_what_nobody_means_is_named_with_its_row(engine, administrator, rows, says):
    header = "kind,key,name,sector,email,agency,role,telephone"
    preview = preview_import(engine, administrator, f"{header}\n{rows}\n".encode())
    (problem,) = preview.problems
    assert says in problem.message
    assert problem.row == len(rows.splitlines()) + 1


def test_after_a_row_that_is_refused_the_others_are_still_looked_at(engine):
    content = (
        "kind,key,name,sector,email,agency,role,partnership\n"
        "partnership,north,North,,,,,\n"
        "agency,north-school,North School,wizardry,,,,north\n"
        "agency,north-health,North Health,health,,,,north\n"
    )
    preview = preview_import(engine, None, content.encode())
    assert [problem.row for problem in preview.problems] == [3]
    assert [change.agency_key for change in preview.changes] == [None, "north-health"]
