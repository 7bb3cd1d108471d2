"""Which steps use which form."""

from engine.definitions.form_uses import form_keys, form_path, uses_of_forms
from tests.support.engine import berkshire_bundle


def test_every_form_of_berkshire_is_used_by_a_step_with_its_lane():
    files = berkshire_bundle().files
    uses = uses_of_forms(files)
    assert set(uses) == set(form_keys(files))
    (contact,) = uses["BRK-S1"]
    assert contact.path == "berkshire.bpmn"
    assert contact.element_id == "Task_S1_Contact"
    assert "Line managers" in contact.lane


def test_files_that_cannot_be_read_use_no_form():
    assert uses_of_forms({"a.bpmn": b"nonsense", "b.bpmn": b"<a/>", "README.md": b"#"}) == {}


def test_keys_are_those_of_the_folder_itself():
    assert form_keys(["forms/B.form", "forms/A.form", "forms/x/C.form", "D.form"]) == ("A", "B")
    assert form_path("A") == "forms/A.form"
