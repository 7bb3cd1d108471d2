from tests.engine.definitions.comparison.pairs import Kind, bundle, only
from tests.engine.definitions.writing import element, end, form, path, process, start

RECORD = form(
    {
        "type": "radio",
        "id": "f",
        "key": "saved_where",
        "label": "Where did you save it?",
        "values": [
            {"value": "file", "label": "The file"},
            {"value": "system", "label": "Our system"},
        ],
        "properties": {"defaultExpression": "=record_place"},
    }
)


def calling(called="record", **handed_over):
    inner = "".join(element_in(target, expression) for target, expression in handed_over.items())
    call = element(
        "callActivity",
        element("extensionElements", inner),
        id="Call",
        name="Record it",
        calledElement=called,
    )
    parts = (start(), call, end(), path("Begin", "Call", "Finish"))
    return bundle(process(*parts), **{"forms__A.form": RECORD})


def element_in(target, expression):
    quoted = expression.replace('"', "&quot;")
    return f'<camunda:in sourceExpression="{quoted}" target="{target}"/>'


def test_another_diagram_is_called():
    one = only(calling(), calling("other"), Kind.CALLS)
    assert "now runs the diagram “other” (before: “record”)" in one.sentence


def test_what_fills_in_a_question_is_said_with_its_label():
    one = only(calling(record_place='="file"'), calling(record_place='="system"'), Kind.CALLS)
    assert one.sentence == (
        "In the step “Record it”, the question “Where did you save it?” is now filled in "
        "beforehand with “Our system” (before: “The file”)."
    )


def test_recipients_that_are_handed_over_belong_to_who_is_told():
    old, new = (
        calling(recipients='="line-manager of both"'),
        calling(recipients='="line-manager of both; practitioner of both"'),
    )
    one = only(old, new, Kind.RECIPIENTS)
    assert "now also tells practitioners of both agencies" in one.sentence


def test_a_role_that_is_handed_over_belongs_to_who_does_it():
    one = only(
        calling(handler_role='="line-manager"'),
        calling(handler_role='="senior-manager"'),
        Kind.ROLES,
    )
    assert (one.old, one.new) == ("line managers", "senior managers")


def test_anything_else_that_is_handed_over():
    one = only(calling(), calling(stage='="S2"'), Kind.CALLS)
    assert one.sentence == "The step “Record it” hands over as “stage” now “S2” (before: nothing)."
