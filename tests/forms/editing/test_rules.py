import json

import pytest

from forms.definition import read_form
from forms.editing.rules import rules_in_words
from tests.support.engine import ROOT

FORMS = sorted((ROOT / "forms/definitions").rglob("*.form"))


def rules_of(path):
    return rules_in_words(read_form(path.stem, path.read_bytes()))


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_form_of_ours_has_its_rules_in_whole_sentences(path):
    for words in rules_of(path).values():
        assert all(one.endswith(".") for one in words)


@pytest.mark.parametrize(
    ("component", "words"),
    [
        ("Field_contact_at", "Not after now."),
        ("Field_contact_at", "Without an answer: “Enter the date and time of the contact”."),
        ("Field_agreed_action", "Asked only after ‘Yes’ at ‘Is it resolved?’."),
        ("Field_agreed_action", "At least 10 and at most 1,500 characters."),
        ("Field_agreed_action", "The diagram does not see the answer."),
        ("Field_agreed_by", "Not before today."),
        (
            "Field_contact_tried",
            "Text that looks like a name, a date of birth or an NHS number is questioned.",
        ),
    ],
)
def test_rules_are_said_in_plain_words(component, words):
    assert words in rules_of(ROOT / "forms/definitions/berkshire/BRK-S1.form")[component]


def test_what_an_answer_does_is_said():
    component = {
        "type": "radio",
        "id": "Field_x",
        "key": "x",
        "label": "X?",
        "values": [{"value": "yes", "label": "Yes"}],
        "properties": {
            "visibleTo": "own agency",
            "variable": "no",
            "tells": "yes=line-manager",
            "tellsTemplate": "SUPPORT_WANTED",
            "setsCase": "yes",
        },
    }
    source = json.dumps({"type": "default", "components": [component]}).encode()
    words = rules_in_words(read_form("X", source))["Field_x"]
    assert "Only the writer’s own agency reads it." in words
    assert "The answer “yes” tells the line manager of the writer’s own agency." in words
