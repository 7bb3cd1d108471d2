"""The scenarios of a draft: run, shown in words and over the diagrams, written."""

from contextlib import contextmanager

import pytest

from engine.jobs.scenario_runs import play_waiting_runs
from engine.workshop.saving import save_files
from tests.support.app import post_form
from tests.support.workshop import begin

EDITOR = ("editor", "berkshire-partnership")
FILE = "24-hours-over-the-clock-change.yaml"
TITLE = "24 hours stay 24 hours when the clocks go back"


@pytest.fixture
def workshop(concord):
    return begin(concord.engine)


@pytest.fixture
def client(concord):
    return concord.browser(*EDITOR)


def address(workshop, rest=""):
    return f"/workshop/drafts/{workshop.draft_id}/scenarios{rest}"


def play(workshop, failure=None):
    """Play a run of one scenario, and of nothing else."""

    @contextmanager
    def lines(_bundle):
        yield iter(
            [
                {"total": 1},
                {
                    "file": f"scenarios/{FILE}",
                    "title": TITLE,
                    "failure": failure,
                    "failed_step": 3 if failure else None,
                    "elements": ["Task_S0_Raise", "Task_Danger_Act"],
                    "flows": [],
                },
            ]
        )

    play_waiting_runs(workshop.engine, lines)


def test_scenarios_are_listed_by_their_titles(workshop, client):
    page = client.get(address(workshop)).text
    assert TITLE in page
    assert "have not been run yet" in page
    assert "Run all" in page


def test_a_run_is_asked_for_once_and_can_be_stopped(workshop, client):
    assert post_form(client, address(workshop, "/run"), {}).status_code == 302
    assert "Waiting for its turn" in client.get(address(workshop)).text
    post_form(client, address(workshop, "/run"), {})
    assert "being run already" in client.get(address(workshop)).text
    assert client.get(address(workshop, "/progress")).json == {
        "words": "Waiting for its turn.",
        "is_under_way": True,
    }
    post_form(client, address(workshop, "/stop"), {})
    assert "Run all" in client.get(address(workshop)).text


def test_a_failure_is_told_in_words_with_its_step(workshop, client):
    post_form(client, address(workshop, "/run"), {})
    play(workshop, "step 3: Open should be Task_S1_Contact, but is nothing.")
    page = client.get(address(workshop)).text
    assert "1 of 1 scenario failed" in page
    assert "Step 3: What is expected then." in page
    assert "Open should be “Review information, resolve the concern”, but is nothing." in page


def test_what_is_not_reached_is_listed_and_marked(workshop, client):
    post_form(client, address(workshop, "/run"), {})
    play(workshop)
    page = client.get(address(workshop)).text
    assert "All 1 scenario passed" in page
    assert "is-untouched" in page
    assert "Not reached" in page
    assert "Task_S1_Contact" in page
    frame = 'class="concord-clause">ESP_Danger<'
    assert frame not in page
    workshop.save("# Later")
    assert "The draft was saved since" in client.get(address(workshop)).text


def test_one_scenario_shows_its_path_and_its_text(workshop, client):
    post_form(client, address(workshop, "/run"), {})
    play(workshop)
    page = client.get(address(workshop, f"/file/{FILE}")).text
    assert "Its path in berkshire.bpmn" in page
    assert "is-done" in page
    assert "Task_S0_Discuss" in page
    assert client.get(address(workshop, "/file/nobody.yaml")).status_code == 404
    assert client.get(address(workshop, "/file/..%2Fclauses.json")).status_code == 404


def test_a_text_is_saved_with_its_problems_told(workshop, client):
    place = address(workshop, f"/file/{FILE}")
    seen = workshop.files()[f"scenarios/{FILE}"].decode()
    text = seen.replace("Task_S0_Raise", "Task_Nobody")
    assert post_form(client, place, {"text": text, "seen": seen}).status_code == 302
    assert "The diagrams have no step “Task_Nobody”" in client.get(place).text
    assert workshop.files()[f"scenarios/{FILE}"].decode() == text


def test_a_scenario_that_somebody_changed_meanwhile_is_not_overwritten(workshop, client):
    place, path = address(workshop, f"/file/{FILE}"), f"scenarios/{FILE}"
    seen = workshop.files()[path].decode()
    workshop.replace(path, "24 hours stay", "All hours stay")
    answer = post_form(client, place, {"text": "title: Mine", "seen": seen})
    assert answer.status_code == 409
    assert "title: Mine" in answer.text
    assert "saved this scenario" in answer.text
    assert "All hours stay" in workshop.files()[path].decode()
    newest = workshop.files()[path].decode()
    assert post_form(client, place, {"text": "title: Mine", "seen": newest}).status_code == 302


def test_the_text_of_a_scenario_that_somebody_took_away_is_offered_again(workshop, client):
    place = address(workshop, f"/file/{FILE}")
    seen = workshop.files()[f"scenarios/{FILE}"].decode()
    post_form(client, f"{place}/remove", {})
    answer = post_form(client, place, {"text": f"{seen}# mine", "seen": seen})
    assert answer.status_code == 409
    assert "# mine" in answer.text
    assert "taken 24-hours-over-the-clock-change.yaml away" in answer.text
    assert f"scenarios/{FILE}" not in workshop.files()


def test_only_scenarios_are_written_and_taken_away_here(workshop, client):
    for fields in ({"text": "x", "seen": ""}, {"text": "", "seen": ""}):
        assert post_form(client, address(workshop, "/file/x.txt"), fields).status_code == 404
    assert post_form(client, address(workshop, "/file/x.txt/remove"), {}).status_code == 404
    assert workshop.draft.revision == 1


def test_a_file_that_is_no_text_is_shown_and_can_be_written_anew(workshop, client):
    path = f"scenarios/{FILE}"
    changes = {path: b"title: \xff"}
    save_files(workshop.engine, workshop.editor, workshop.draft_id, changes, base_revision=1)
    place = address(workshop, f"/file/{FILE}")
    page = client.get(place).text
    assert "no text in UTF-8" in page
    fields = {"text": "title: Right", "seen": "title: \ufffd"}
    assert post_form(client, place, fields).status_code == 302
    assert workshop.files()[path] == b"title: Right\n"


def test_another_file_that_was_saved_meanwhile_is_in_nobodys_way(workshop, client):
    seen = workshop.files()[f"scenarios/{FILE}"].decode()
    workshop.save("# Other")
    place = address(workshop, f"/file/{FILE}")
    fields = {"text": f"{seen}\n# more", "seen": seen}
    assert post_form(client, place, fields).status_code == 302
    assert workshop.files()[f"scenarios/{FILE}"].endswith(b"# more\n")


def test_a_scenario_is_added_when_it_can_be_played_and_taken_away(workshop, client):
    place = address(workshop, "/new")
    text = workshop.files()[f"scenarios/{FILE}"].decode()
    assert "YAML" in client.get(place).text
    wrong = ({"name": "A B", "text": text}, {"name": "new", "text": "title: x"})
    for fields in wrong:
        answer = post_form(client, place, fields)
        assert answer.status_code == 422
        assert fields["text"][:20] in answer.text.replace("&#34;", '"')
    taken = {"name": FILE.removesuffix(".yaml"), "text": text}
    assert "already" in post_form(client, place, taken).text
    added = post_form(client, place, {"name": "new-one", "text": text})
    assert added.location.endswith("/file/new-one.yaml")
    assert "scenarios/new-one.yaml" in workshop.files()
    post_form(client, f"{added.location}/remove", {})
    assert "scenarios/new-one.yaml" not in workshop.files()


def test_strangers_find_nothing(workshop, concord):
    for who in (("editor", "tees-partnership"), ("practitioner", "reading-school")):
        other = concord.browser(*who)
        for rest in ("", "/progress", "/new", f"/file/{FILE}"):
            assert other.get(address(workshop, rest)).status_code == 404
