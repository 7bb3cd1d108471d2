from engine.definitions.comparison import Change
from tests.engine.definitions.comparison.pairs import Kind, bundle, found, only
from tests.engine.definitions.writing import element, end, path, process, start


def waiting(name="Told", ref="M", more=""):
    message = element("message", id="M", name=name) + more
    event = element("messageEventDefinition", messageRef=ref)
    parts = (start("Begin", event), end(), path("Begin", "Finish"))
    return bundle(process(*parts, beside=message))


OTHER = element("message", id="N", name="Asked")


def test_a_message_by_another_name_is_said_once():
    one = only(waiting(), waiting("Heard"), Kind.MESSAGES)
    assert one.sentence.startswith("The message “Told” is now called “Heard”")


def test_an_event_that_waits_for_another_message():
    differences = found(waiting(more=OTHER), waiting(ref="N", more=OTHER), Kind.MESSAGES)
    assert [one.sentence for one in differences] == [
        "The start “Begin” now waits for the message “Asked” (before: “Told”)."
    ]


def test_a_new_message():
    one = only(waiting(), waiting(more=OTHER), Kind.MESSAGES)
    assert one.change is Change.ADDED
