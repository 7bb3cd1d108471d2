"""Forms, and submissions of forms, that hypothesis makes up."""

from hypothesis import strategies as st

from tests.forms.examples import AGENCIES, form_of, options, question

required = st.booleans().map(lambda yes: {"required": yes})
text_limits = st.builds(
    lambda yes, least, more: {"required": yes, "minLength": least, "maxLength": least + more},
    st.booleans(),
    st.integers(0, 40),
    st.integers(1, 60),
)
number_limits = st.builds(
    lambda yes, least, more: {"required": yes, "min": least, "max": least + more},
    st.booleans(),
    st.integers(-50, 50),
    st.integers(0, 50),
)
MOMENTS = ["=now()", "=today()", "=stage_started_at", '=now() - duration("P2D")']


@st.composite
def questions(draw, key, earlier):
    """Draw a component; its condition may read one of the earlier choices."""
    kind = draw(st.sampled_from(list(KINDS)))
    members = draw(KINDS[kind])
    if earlier and draw(st.booleans()):
        other, value = draw(st.sampled_from(earlier)), draw(st.sampled_from("abc"))
        sign = draw(st.sampled_from(["=", "!="]))
        members = {**members, "conditional": {"hide": f'={other} {sign} "{value}"'}}
    return question(kind, key, **members)


choices = st.builds(lambda validate: {"validate": validate, "values": options(*"abc")}, required)
KINDS = {
    "textfield": text_limits.map(lambda validate: {"validate": validate}),
    "textarea": text_limits.map(lambda validate: {"validate": validate}),
    "number": number_limits.map(lambda validate: {"validate": validate}),
    "radio": choices,
    "select": choices,
    "checklist": required.map(
        lambda validate: {"validate": validate, "valuesKey": "agency_options"}
    ),
    "checkbox": required.map(lambda validate: {"validate": validate}),
    "datetime": st.builds(
        lambda validate, subtype, bound, limit: {
            "validate": validate,
            "subtype": subtype,
            "properties": {bound: limit},
        },
        required,
        st.sampled_from(["date", "datetime"]),
        st.sampled_from(["notBefore", "notAfter"]),
        st.sampled_from(MOMENTS),
    ),
}


@st.composite
def forms(draw):
    """Draw a form of up to eight questions, some of them in a group."""
    components, earlier = [], []
    for number in range(draw(st.integers(1, 8))):
        component = draw(questions(f"q{number}", tuple(earlier)))
        if component["type"] in {"radio", "select"}:
            earlier.append(component["key"])
        components.append(component)
    split = draw(st.integers(0, len(components)))
    group = {"type": "group", "id": "G", "label": "Together", "components": components[split:]}
    return form_of(*components[:split], *([group] if components[split:] else []))


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n<&>\"'"),
    max_size=60,
)

KEYS = [option["value"] for option in AGENCIES]


@st.composite
def answers_to(draw, form):
    """Draw answers as a person may give them, right or wrong, to some of the questions."""
    chosen = draw(st.lists(st.sampled_from(list(form.questions)), unique=True))
    return {key: draw(ANSWERS[form.field(key).type](form.field(key))) for key in chosen}


def _dates(field):
    if not field.with_time:
        return st.dates().map(lambda day: day.isoformat())
    return st.datetimes().map(lambda at: at.isoformat(timespec="minutes"))


ANSWERS = {
    "textfield": lambda _field: texts.map(lambda text: text.replace("\n", " ")),
    "textarea": lambda _field: texts,
    "number": lambda _field: st.integers(-99, 99),
    "radio": lambda _field: st.sampled_from("abc"),
    "select": lambda _field: st.sampled_from("abc"),
    # A browser posts the ticked boxes in the order of the page.
    "checklist": lambda _field: st.sets(st.sampled_from(KEYS), min_size=1).map(
        lambda ticked: [key for key in KEYS if key in ticked]
    ),
    "checkbox": lambda _field: st.booleans(),
    "datetime": _dates,
}
