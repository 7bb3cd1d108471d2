"""A trial run in words: times by the run's own clock, steps as sentences, people by role."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from api.pages.case_view import Diagram, marked_drawing
from api.pages.limits import ShownLimit, present_limits
from api.pages.sandbox_source import OwnRun
from api.pages.wording import clock_in_words, due_in_words, due_state, instant_in_words
from engine.definitions.compiled import CompiledBundle
from engine.english import role_in_words, sentence
from engine.queries.messages import message_label
from engine.queries.names import element_name
from engine.trial.sandbox_people import TrialPerson
from engine.trial.sandbox_steps import RunStep, TaskPlace, Verb
from engine.trial.sandbox_view import OpenStep, RunView
from engine.vocabulary import CLOSINGS, DANGER_MESSAGE


@dataclass(frozen=True)
class DrawnFile:
    """One diagram of the bundle with the path of the run."""

    title: str
    diagram: Diagram
    url: str
    """Of its file, for the viewer."""


@dataclass(frozen=True)
class DoneStep:
    """One step that was done, in words."""

    number: int
    words: str
    who: str


def status_in_words(view: RunView) -> str:
    """Return one sentence: where the run's case stands."""
    case = view.case
    if case.ended_at is not None:
        end = case.outcome or "it came to its end"
        return f"The case has ended: {end}."
    if not view.open_steps:
        return "Nothing is open. The case waits for time to pass, or for a message."
    if case.raised_at is None:
        return "The difference is about to be raised."
    return f"The case stands at: {case.status.stage_title}."


def due_of(step: OpenStep, now: datetime) -> dict[str, str]:
    """Return the due time of an open step in words, and the ending of its class."""
    return due_of_task(step.due_at, step.due_name, now)


def due_of_task(due_at: datetime | None, limit: str, now: datetime) -> dict[str, str]:
    """Return a due time in words with the name of its limit, and the ending of its class."""
    if due_at is None:
        return {"words": "No time limit", "state": "later"}
    words = sentence(due_in_words(due_at, now))
    name = " ".join(limit.split())
    return {"words": f"{words} ({name})" if name else words, "state": due_state(due_at, now)}


def person_in_words(person: TrialPerson) -> str:
    """Return “line manager of Reading School”."""
    return f"{role_in_words(person.role)} of {person.agency_name}"


def place_arguments(place: TaskPlace) -> dict[str, Any]:
    """Return what an address says of a step's place."""
    return {
        "element_id": place.element_id,
        "agency": place.agency_key or None,
        "number": place.number or None,
    }


def drawings(own: OwnRun, compiled: CompiledBundle, view: RunView) -> list[DrawnFile]:
    """Return the main diagram, and those called ones in which the run stands now."""
    library, marks = compiled.library, view.diagram
    here = {element_id for element_id, state in marks.states.items() if state != "done"}
    reached = {library.element(element_id).file for element_id in here}
    main = compiled.procedure.main
    files = [main, *sorted(path for path in reached if path != main)]
    states, counts = tuple(sorted(marks.states.items())), tuple(sorted(marks.counts.items()))
    found = []
    for path in files:
        drawing = marked_drawing(compiled.bundle.files[path], states, marks.taken, counts)
        url = url_for("pages_sandbox_run.show_diagram", run_id=own.run.id, path=path)
        names = [process.name for process in library.processes.values() if process.file == path]
        title = names[0] if names else path
        diagram = Diagram(drawing, json.dumps(dict(marks.states)), json.dumps(sorted(marks.taken)))
        found.append(DrawnFile(title, diagram, url))
    return found


def limits_of(view: RunView) -> tuple[ShownLimit, ...]:
    """Return the limits that have run."""
    return present_limits(view.limits)


def steps_done(own: OwnRun, compiled: CompiledBundle) -> list[DoneStep]:
    """Return what was done, the first first."""
    return [
        DoneStep(number, _done(step, compiled), _who(step))
        for number, step in enumerate(own.run.content.steps, start=1)
    ]


def _done(step: RunStep, compiled: CompiledBundle) -> str:
    match step.verb:
        case Verb.COMPLETE:
            return " ".join(element_name(compiled, step.target).split())
        case Verb.MESSAGE if step.target == DANGER_MESSAGE:
            return "Reported that the child is in immediate danger"
        case Verb.MESSAGE:
            return f"Sent “{message_label(compiled.library, step.target)}”"
        case Verb.UNTIL:
            return f"Moved the clock to {clock_in_words(datetime.fromisoformat(step.target))}"
        case Verb.CLOSE:
            return f"Closed the case outside the procedure: {CLOSINGS.get(step.target, '')}"
    return "Changed the agencies of the case"


def _who(step: RunStep) -> str:
    """Return “line manager, reading-school”: the address of the demonstration says both."""
    role, _, agency = step.person.removesuffix(".example").partition("@")
    return f"{role_in_words(role)}, {role_in_words(agency)}" if agency else ""


def clock_choices(view: RunView, working_day: datetime) -> list[dict[str, str]]:
    """Return the buttons that move the clock: their value, and what they say."""
    buttons = []
    if view.next_limit is not None:
        at = instant_in_words(view.next_limit.at, view.now)
        text = f"Let the next limit pass: “{view.next_limit.name}”, {at}"
        buttons.append({"value": "limit", "text": text})
    buttons.append({"value": "24", "text": "24 hours on"})
    day = instant_in_words(working_day, view.now)
    buttons.append({"value": "working-day", "text": f"One working day on: {day}"})
    return buttons
