"""What a browser would post of some rendered fields."""

from lxml import html
from werkzeug.datastructures import MultiDict


def parse(markup):
    """Return the element tree of rendered fields."""
    return html.fromstring(f"<form>{markup}</form>")


def post(markup):
    """Return the pairs that a browser sends for the fields as they stand."""
    return MultiDict(pair for control in parse(markup).iter() for pair in _pairs(control))


def _pairs(control):
    if control.tag == "textarea":
        # Browsers drop one line end after the tag and send all others as CR LF.
        text = (control.text or "").removeprefix("\n")
        yield control.get("name"), text.replace("\n", "\r\n")
    elif control.tag == "select":
        options = control.findall("option")
        chosen = [option for option in options if option.get("selected") is not None]
        yield control.get("name"), (chosen or options)[0].get("value")
    elif control.tag == "input":
        box = control.get("type") in {"radio", "checkbox"}
        if not box or control.get("checked") is not None:
            yield control.get("name"), control.get("value", "")
