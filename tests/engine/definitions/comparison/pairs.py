"""Two small versions that differ in one thing, and what the comparison says of them."""

import orjson

from engine.definitions.bundle import Bundle
from engine.definitions.comparison import Kind, compare_bundles
from tests.engine.definitions.writing import (
    CLAUSES,
    PROCEDURE,
    boundary,
    bundle_files,
    end,
    flow,
    form,
    gateway,
    notice,
    one_task,
    path,
    process,
    start,
    timer_inside,
    user_task,
)


def bundle(main=None, procedure=PROCEDURE, clauses=CLAUSES, **more):
    files = bundle_files(main) | {"procedure.toml": procedure, "clauses.json": clauses}
    return Bundle(files | {name.replace("__", "/"): content for name, content in more.items()})


def compared(old, new):
    return compare_bundles(old, new)


def found(old, new, kind=None):
    """Return the differences, of one kind if it is given."""
    differences = compare_bundles(old, new).differences
    return [one for one in differences if kind is None or one.kind is kind]


def only(old, new, kind):
    """Return the only difference of a kind."""
    (one,) = found(old, new, kind)
    return one


def with_form(*components):
    return bundle(**{"forms__A.form": form(*components)})


def field(**members):
    return {"type": "textfield", "id": "f1", "key": "words", "label": "Words"} | members


def with_clause(**members):
    document = orjson.loads(CLAUSES)
    document["clauses"][0] |= members
    return bundle(clauses=orjson.dumps(document))


def limited(text="PT24H", kind="timeDuration", *, interrupting=False, name=None):
    """Return a bundle with a clock on its only step, and a notice after it."""
    inner = timer_inside(text, kind)
    clock = boundary("Timer_A", "Task_A", inner, interrupting=interrupting)
    if name is not None:
        clock = clock.replace('id="Timer_A"', f'id="Timer_A" name="{name}"')
    more = clock + notice("Tell_A") + end("Told") + path("Timer_A", "Tell_A", "Told")
    return bundle(one_task(user_task("Task_A", clauses="S0-01"), more=more))


def asking(*flows, default="Ask_to_No", more=""):
    """Return a bundle with a question after its step."""
    parts = (start(), user_task("Task_A"), gateway("Ask", default=default), end("Yes"), end("No"))
    return bundle(process(*parts, path("Begin", "Task_A", "Ask"), *flows, more))


__all__ = [  # Kind is what the tests of this folder ask for besides
    "NO",
    "YES",
    "Kind",
    "asking",
    "bundle",
    "compared",
    "field",
    "found",
    "limited",
    "only",
    "with_clause",
    "with_form",
]

YES = flow("Ask", "Yes", '=words = "a"')
NO = flow("Ask", "No")
