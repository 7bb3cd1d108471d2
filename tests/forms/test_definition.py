"""Reading definitions: what is taken, and what is refused with a remedy."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.definition import read_form
from forms.problem import FormRefused
from tests.forms.examples import example, form_of, options, question

YES_NO = options("yes", "no")


def test_a_form_is_read_with_its_title_and_questions():
    form = example("disagreement")
    assert form.title == "Record a disagreement"
    assert form.key == "disagreement"
    assert len(form.content_hash) == 64
    assert [field.key for field in form.all_fields() if field.key][:4] == [
        "child_ref",
        "receiving_agency",
        "other_agencies",
        "children",
    ]
    assert form.field("receiving_agency").reference == "agency"
    assert form.field("outcome").options[0].label == "Resolved"


def test_the_title_may_stand_in_the_form_or_be_its_key():
    assert example("meeting").title == "Arrange the meeting"
    assert form_of(question(), key="BRK-S1").title == "BRK-S1"


def test_the_heading_that_became_the_title_is_not_said_twice():
    first = example("disagreement").fields[0]
    assert first.label.startswith("Use this when")
    alone = form_of({"type": "text", "id": "T", "text": "# Only a title"}, question())
    assert (alone.title, len(alone.fields)) == ("Only a title", 1)


def test_the_same_content_is_the_same_form():
    assert example("meeting") == example("meeting")
    assert hash(example("meeting")) == hash(example("meeting"))
    assert form_of(question()) != form_of(question(key="b"))


def test_an_unknown_question_is_a_key_error():
    with pytest.raises(KeyError):
        example("meeting").field("nobody")


REFUSED = [
    (question("file"), "type of component is not known"),
    (question("html", content="<b>"), "type of component is not known"),
    (question("image"), "type of component is not known"),
    (question("script"), "type of component is not known"),
    (question(key="Has Space"), "key is missing or has characters"),
    (question(key="a.b"), "key is missing or has characters"),
    (question(key="__class__"), "key is missing or has characters"),
    (question(key="typename"), "“typename” cannot be a key"),
    (question(key="csrf_token"), "“csrf_token” cannot be a key"),
    (question(key="satisfies"), "“satisfies” cannot be a key"),
    ({"type": "textfield", "id": "C", "label": "No key"}, "key is missing"),
    ({"type": "textfield", "key": "a", "label": "No id"}, "has no id"),
    (question(label=""), "has no label"),
    (question(label=5), "“label” must be a text"),
    (question(label="x" * 3_000), "“label” must be a text of at most"),
    (question(onclick="alert(1)"), "“onclick” is not known"),
    (question(disabled=True), "“disabled” is not known"),
    (question(validate={"required": "yes"}), "“validate.required” must be true or false"),
    (question(validate={"maximum": 3}), "“validate.maximum” is not known"),
    (question(validate={"maxLength": -1}), "“validate.maxLength” must be a whole number"),
    (question(validate={"maxLength": True}), "“validate.maxLength” must be a whole number"),
    (question(validate={"minLength": 9, "maxLength": 3}), "long enough and short enough"),
    (question(validate={"pattern": "(a+)+$"}), "repeats something that already varies"),
    (question(validate={"pattern": "("}), "not a regular expression"),
    (question(validate={"validationType": "email"}), "“validate.validationType” cannot be"),
    (question(validate=[]), "“validate” is not an object"),
    (question(properties={"colour": "red"}), "“properties.colour” is not known"),
    (question(properties={"errorName": 5}), "“properties.errorName” must be a text"),
    (question(properties={"visibleTo": "everybody"}), "“properties.visibleTo” cannot be"),
    (question(properties={"variable": "maybe"}), "“properties.variable” cannot be"),
    (question(properties={"reference": "thing"}), "“properties.reference” cannot be"),
    (question(properties={"rule": "=a != b"}), "The rule has no message"),
    (question(properties={"rule": "a != b"}), "“properties.rule” is not an expression"),
    (question(properties={"rule": "=a !="}), "“properties.rule” is not valid: The expression"),
    (question(properties={"notAfter": "=now()"}), "“properties.notAfter” is not known"),
    (question(conditional={"hide": "=a ="}), "“conditional.hide” is not valid"),
    (question(conditional={"show": "=a"}), "“conditional.show” is not known"),
    (question(conditional={"hide": "=a = 1"}), "in a circle"),
    (question(defaultValue=1, properties={"defaultExpression": "=1"}), "two defaults"),
    (question("radio"), "There must be options"),
    (question("radio", values=YES_NO, valuesKey="list"), "There must be options"),
    (question("radio", values="yes"), "must be at most 500 options"),
    (question("radio", values=[{"value": "a"}]), "An option has no label"),
    (question("radio", values=[{"value": 1, "label": "x"}]), "An option has no label"),
    (question("radio", values=[["a"]]), "not a label and a value"),
    (question("radio", values=options("a", "a")), "Two options have the same value"),
    (question("radio", valuesExpression="=x"), "“valuesExpression” is not known"),
    (question("number", validate={"min": 3, "max": 1}), "smallest number is larger"),
    (question("number", validate={"min": "3"}), "“validate.min” must be a number"),
    (question("number", decimalDigits=40), "“decimalDigits” must be a whole number"),
    (question("number", serializeToString=True), "“serializeToString” is not known"),
    (question("datetime", subtype="time"), "“subtype” cannot be “time”"),
    (question("datetime", properties={"notAfter": '=date("x")'}), "needs a date"),
    ({"type": "group", "id": "G", "path": "x", "components": []}, "The group has a path"),
    ({"type": "group", "id": "G"}, "no list of components"),
    ({"type": "text", "id": "T", "text": "=secret"}, "has an expression in it"),
    ({"type": "text", "id": "T", "text": "Hello {{name}}"}, "has an expression in it"),
    ("text", "has no id"),
    (None, "has no id"),
]


@pytest.mark.parametrize(("component", "words"), REFUSED)
def test_what_cannot_be_shown_or_checked_is_refused_with_a_remedy(component, words):
    with pytest.raises(FormRefused) as refused:
        form_of(component)
    problems = refused.value.problems
    assert any(words in problem.message for problem in problems), problems
    assert all(problem.message.endswith(".") and problem.remedy for problem in problems)


def test_a_problem_names_its_component():
    with pytest.raises(FormRefused) as refused:
        form_of(question(key="good"), question(key="bad", sparkle=True))
    assert [problem.component_id for problem in refused.value.problems] == ["C_bad"]


def test_all_problems_are_told_at_once():
    with pytest.raises(FormRefused) as refused:
        form_of(question("file"), question(key="b", label=""), question(key="B"))
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize("name", ["id", "key"])
def test_ids_and_keys_are_used_once(name):
    other = question(key="b")
    twin = {**question(key="a"), **({"id": "C_b"} if name == "id" else {"key": "b"})}
    with pytest.raises(FormRefused, match=f"Another component has the same {name}"):
        form_of(other, {"type": "group", "id": "G", "components": [twin]})


def test_conditions_in_a_circle_are_refused():
    with pytest.raises(FormRefused, match="in a circle"):
        form_of(
            question(key="a", conditional={"hide": '=b = "1"'}),
            {
                "type": "group",
                "id": "G",
                "conditional": {"hide": '=a = "1"'},
                "components": [question(key="b")],
            },
        )


def test_conditions_may_read_names_that_only_the_case_knows():
    form = form_of(question(conditional={"hide": '=area != "reading"'}))
    assert form.field("a").hide.names == {"area"}


def test_what_the_form_editors_write_is_let_through():
    layout = {"row": "Row_1", "columns": None}
    form = form_of(
        question(layout=layout, validate={"pattern": "^x", "validationType": "custom"}),
        question("select", "s", values=YES_NO, searchable=True, layout=layout),
        question(
            "datetime",
            "d",
            subtype="datetime",
            timeLabel="Time",
            use24h=True,
            timeInterval=15,
            timeSerializingFormat="utc_offset",
        ),
        id="Form_1",
        schemaVersion=18,
        exporter={"name": "Camunda Modeler"},
        executionPlatform="Camunda Platform",
        executionPlatformVersion="7.24.0",
    )
    assert list(form.questions) == ["a", "s", "d"]


def test_properties_for_the_host_are_kept_as_they_are():
    form = form_of(question(properties={"identityHint": "yes", "sendsMessage": "yes=Danger"}))
    assert form.field("a").properties["sendsMessage"] == "yes=Danger"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"[" * 100_000, "not JSON"),
        (b"{}", "no list of components"),
        (b'{"components": {}}', "no list of components"),
        (b'{"components": [], "type": "custom"}', "“type” cannot be"),
        (b'{"components": [], "extra": 1}', "“extra” is not known"),
        (b'{"components": [], "exporter": {"typename": "x"}}', "“typename” is not allowed"),
        (b'{"a":' * 29 + b'{"typename": 1}' + b"}" * 29, "“typename” is not allowed"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "nested too deeply"),
        (b" " * 20_000_000, "larger than 1 MB"),
    ],
)
def test_a_document_that_is_no_form_is_refused(source, words):
    with pytest.raises(FormRefused) as refused:
        read_form("form", source)
    assert words in str(refused.value)


def test_groups_may_not_lie_too_deep():
    component = question()
    for depth in range(8):
        component = {"type": "group", "id": f"G{depth}", "components": [component]}
    with pytest.raises(FormRefused, match="groups lie too deep"):
        form_of(component)


def test_a_form_has_at_most_three_hundred_components():
    with pytest.raises(FormRefused, match="more than 300"):
        form_of(*(question(key=f"k{number}") for number in range(301)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "id", "key", "label", "validate", "components", "values", "x"]
            ),
            inner | st.sampled_from(["textfield", "group", "radio", "datetime", "text", "number"]),
            max_size=6,
        )
    ),
    max_leaves=30,
)


@given(json_values)
def test_any_json_is_a_form_or_refused(value):
    document = {"components": value if isinstance(value, list) else [value]}
    assert is_read_or_refused(json.dumps(document).encode())


def is_read_or_refused(source):
    try:
        read_form("form", source)
    except FormRefused as refused:
        return all(problem.remedy for problem in refused.problems)
    return True


@given(st.binary(max_size=300))
def test_any_bytes_are_refused(source):
    with pytest.raises(FormRefused):
        read_form("form", source)
