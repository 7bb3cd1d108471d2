"""docs/api.md names every refusal, with the status that it has."""

from http import HTTPStatus

from api.errors import STATUS
from engine.errors import ERRORS, EngineError
from engine.runtime.access_tokens import SCOPES
from tests.docs.pages import code, read_page, rows

PAGE = read_page("docs/api.md")
NAMED = {code(row[1]): int(row[0]) for row in rows(PAGE, "status", "`code`", "when")}


def test_every_refusal_of_the_engine_is_named_with_its_status():
    codes = {error.code for error in (EngineError, *ERRORS)}
    assert codes <= NAMED.keys()
    assert {name: NAMED[name] for name in STATUS} == {
        name: status.value for name, status in STATUS.items()
    }


def test_every_other_refusal_has_the_status_of_its_name():
    others = NAMED.keys() - STATUS.keys() - {"unexpected"}
    assert {name: NAMED[name] for name in others} == {
        name: HTTPStatus[name.upper()].value for name in others
    }
    assert NAMED["unexpected"] == HTTPStatus.INTERNAL_SERVER_ERROR


def test_both_scopes_are_named():
    assert all(f"`{scope}`" in PAGE for scope in SCOPES)
