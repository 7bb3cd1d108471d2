"""`POST /v1/checks`: the same checks for programs, with what only the directory knows."""

from tests.engine.definitions.vendor_samples import BPMN
from tests.engine.definitions.writing import PROCEDURE, bundle_files

PRACTITIONER = ("practitioner", "reading-school")


def texts(files):
    return {path: content.decode() for path, content in files.items()}


def test_every_problem_names_its_page(concord):
    found = concord.api(*PRACTITIONER).post("/checks", {"files": texts(bundle_files())}).json
    assert found["can_be_deployed"]
    assert [p["help"] for p in found["problems"]] == ["docs/checks/layout-missing.md"]


def test_what_the_directory_lacks_is_a_warning(concord):
    nowhere = PROCEDURE.replace(b'"berkshire"', b'"nowhere"')
    files = texts(bundle_files() | {"procedure.toml": nowhere})
    answer = concord.api(*PRACTITIONER).post("/checks", {"files": files}).json
    (found,) = [p for p in answer["problems"] if p["check"] == "people-in-the-directory"]
    assert (found["severity"], found["file"]) == ("warning", "procedure.toml")
    assert answer["can_be_deployed"]


def test_files_of_other_modellers_get_an_answer(concord):
    api = concord.api(*PRACTITIONER)
    for content in BPMN.values():
        files = texts(bundle_files() | {"main.bpmn": content})
        answer = api.post("/checks", {"files": files})
        assert answer.status_code == 200
        assert not answer.json["can_be_deployed"]


def test_half_a_character_is_refused_in_words(concord):
    answer = concord.api(*PRACTITIONER).post("/checks", {"files": {"main.bpmn": "\ud800"}})
    assert answer.status_code in {400, 422}
