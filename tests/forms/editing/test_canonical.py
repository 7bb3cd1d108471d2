import json

import pytest

from forms.editing.canonical import canonical_form, write_json
from tests.support.engine import ROOT

FORMS = sorted((ROOT / "forms/definitions").rglob("*.form"))
BEFORE = {
    "schemaVersion": 18,
    "type": "default",
    "id": "X",
    "components": [
        {
            "type": "textfield",
            "id": "Field_a",
            "validate": {"required": True, "maxLength": 20},
            "key": "a",
            "label": "A",
        }
    ],
}


def laid_out(document):
    return write_json(document)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_of_ours_that_nobody_changed_comes_back_byte_for_byte(path):
    source = path.read_bytes()
    document = json.loads(source)
    document["schemaVersion"] = 19
    document["exporter"] = {"name": "an editor", "version": "1"}
    for component in document["components"]:
        component["layout"] = {"row": "Row_1"}
    shuffled = json.dumps(document, sort_keys=True).encode()
    assert canonical_form(shuffled, source) == source


def test_members_keep_their_order_and_new_ones_stand_in_their_place():
    after = json.loads(json.dumps(BEFORE))
    after["components"][0]["description"] = "A hint"
    after["components"][0]["properties"] = {"errorName": "a"}
    found = json.loads(canonical_form(laid_out(after), laid_out(BEFORE)))
    assert list(found["components"][0]) == [
        "type",
        "id",
        "validate",
        "key",
        "label",
        "description",
        "properties",
    ]


def test_a_component_that_moved_into_a_group_keeps_its_order():
    component = BEFORE["components"][0]
    group = {"type": "group", "id": "Group_x", "label": "G", "components": [component]}
    after = {**BEFORE, "components": [dict(sorted(group.items()))]}
    found = json.loads(canonical_form(laid_out(after), laid_out(BEFORE)))
    assert list(found["components"][0]) == ["type", "id", "label", "components"]
    assert list(found["components"][0]["components"][0]) == list(component)


def test_what_was_emptied_is_left_out():
    after = json.loads(json.dumps(BEFORE))
    after["components"][0] |= {"conditional": {}, "properties": {}, "defaultValue": None}
    assert canonical_form(laid_out(after), laid_out(BEFORE)) == laid_out(BEFORE)


def test_a_new_form_gets_our_order():
    new = {"components": [], "title": "New", "id": "NEW", "type": "default", "schemaVersion": 18}
    names = list(json.loads(canonical_form(json.dumps(new).encode())))
    assert names == ["schemaVersion", "type", "id", "title", "components"]


@pytest.mark.parametrize("source", [b"", b"nonsense", b"[]", b"\xff\xfe", b'{"a":' * 50])
def test_what_is_no_form_comes_back_as_it_is(source):
    assert canonical_form(source, laid_out(BEFORE)) == source
