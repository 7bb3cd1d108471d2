"""A small procedure: each agency gives its reasons unread, and messages come at any stage."""

from typing import Any

import orjson
from sqlalchemy import update

from engine.context import Engine
from engine.definitions.bundle import Bundle
from engine.persistence.directory import Area
from engine.runtime.deployments import deploy_bundle, publish_definition
from tests.engine.definitions.writing import (
    PROCEDURE,
    element,
    end,
    form,
    multi_instance,
    notice,
    path,
    process,
    start,
    sub_process,
    user_task,
)

STATUS_CHANGED = "ChildStatusChanged"
HELP = "Use it when a plan begins or ends.\n\nThe Independent Reviewing Officer may have to know."
LANES = ("Begin", "Raise", "Reasons", "Learned", "Last", "Finish", "Status")
Question = dict[str, Any]


def question(kind: str, key: str, *answers: str, **members: Any) -> Question:
    """Write one question of a form."""
    values = [{"value": answer, "label": answer} for answer in answers]
    options = {"values": values} if values else {}
    return {"type": kind, "id": f"f_{key}", "key": key, "label": key, **options, **members}


OWN = {"visibleTo": "own agency", "variable": "no"}
FORMS: dict[str, tuple[Question, ...]] = {
    "RAISE": (
        question(
            "select",
            "receiving_agency",
            valuesKey="agency_options",
            properties={"reference": "agency"},
        ),
    ),
    "REASONS": (
        question("textarea", "reasons"),
        question("radio", "route", "by_letter", "by_talk"),
        question(
            "radio",
            "wants_support",
            "yes",
            "no",
            properties={"tells": "yes=line-manager", "tellsTemplate": "SUPPORT_WANTED", **OWN},
        ),
        question("textfield", "why_not_talk", conditional={"hide": '=route = "by_talk"'}),
    ),
    "STATUS": (
        question("radio", "child_status", "plan", "none", properties={"setsCase": "yes"}),
        question("radio", "how_known", "told", "read"),
    ),
    "LAST": (
        question(
            "select",
            "chair",
            valuesKey="person_options",
            properties={
                "reference": "person",
                "rule": "=not(list contains(agencies, agency of(chair)))",
                "ruleMessage": "Choose a chair from an agency that is not involved",
            },
        ),
    ),
}


def two_sides_bundle() -> Bundle:
    """Return the procedure's bundle."""
    begins = element("messageEventDefinition", messageRef="Message_Status")
    status = sub_process(
        "Status",
        element("documentation", HELP),
        start("Status_Begin", begins, isInterrupting="false", name="The child’s status changed"),
        user_task("Status_Task", form="STATUS", side="reporter"),
        end("Status_Finish"),
        path("Status_Begin", "Status_Task", "Status_Finish"),
        triggeredByEvent="true",
    )
    main = process(
        start(),
        user_task("Raise", form="RAISE", side="raising"),
        user_task(
            "Reasons",
            form="REASONS",
            side="each",
            inner=multi_instance(),
            readable="after own",
            outputCollection="reasons_given",
        ),
        notice("Learned", "procedures-group; business-manager", "LEARNED"),
        user_task("Last", form="LAST"),
        end(),
        path("Begin", "Raise", "Reasons", "Learned", "Last", "Finish"),
        status,
        lanes=LANES,
        beside=element("message", id="Message_Status", name=STATUS_CHANGED),
    )
    forms = {f"forms/{key}.form": form(*questions, key=key) for key, questions in FORMS.items()}
    clauses = orjson.dumps({"policy": "TST26", "clauses": []})
    files = {"procedure.toml": PROCEDURE, "main.bpmn": main, "clauses.json": clauses, **forms}
    return Bundle(files)


def follow_two_sides(engine: Engine) -> None:
    """Let Reading follow the procedure from now on."""
    definition_id = deploy_bundle(engine, None, two_sides_bundle())
    publish_definition(engine, None, definition_id)
    with engine.open_unit_of_work() as work:
        follows = {"process_definition_key": "test", "edition": "2026-01-01"}
        work.session.execute(update(Area).where(Area.key == "reading").values(follows))
        work.commit()
