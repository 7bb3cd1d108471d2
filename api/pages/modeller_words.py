"""What the modeller needs to know besides the diagram: roles, sides, forms and clauses in words."""

from typing import Any

from flask import url_for

from api.pages.diagrams import OFFICE, SIDES
from api.pages.draft_diagram import DraftDiagram
from engine.definitions import names
from engine.definitions.procedure import roles_in
from engine.definitions.recipients import CASE_ROLES
from engine.definitions.subject import Subject
from engine.english import role_in_words, sentence
from engine.notifications.wordings import WORDINGS

ANY_LANE = "LANE"
"""Stands for a lane's id in an address, and is replaced by the island."""
DATE_TYPES = frozenset({"datetime"})


def modeller_words(diagram: DraftDiagram) -> dict[str, Any]:
    """Return the addresses and the choices that the island offers."""
    draft, path = diagram.draft, diagram.path
    api = f"/v1/procedure-drafts/{draft.id}"
    return {
        "fileUrl": f"{api}/files/{path}",
        "problemsUrl": f"{api}/problems",
        "presenceUrl": f"{api}/presence",
        "copyUrl": url_for("pages_modeller.copy_to_new_draft", draft_id=draft.id, path=path),
        "stepsUrl": url_for("pages_step_table.edit_steps", draft_id=draft.id, path=path),
        "laneUrl": url_for(
            "pages_lane_roles.show_lane",
            draft_id=draft.id,
            lane_id=ANY_LANE,
            path=path,
        )
        + "?from=drawing",
        "draftId": str(draft.id),
        "path": path,
        "isEditable": draft.is_under_way,
        **choices(diagram.subject),
    }


def choices(subject: Subject) -> dict[str, Any]:
    """Return what can be chosen, each with its value and its words."""
    return {
        "roles": [_choice(role, sentence(role_in_words(role))) for role in CASE_ROLES],
        "sides": [
            *(_choice(side, sentence(words)) for side, words in SIDES.items()),
            _choice("partnership", sentence(OFFICE)),
        ],
        "forms": [
            {
                **_choice(key, f"{form.title} ({key})"),
                "dates": [
                    _choice(field.key, field.label)
                    for field in form.all_fields()
                    if field.key and field.type in DATE_TYPES
                ],
            }
            for key, form in sorted(subject.forms.items())
        ],
        "clauses": [
            _choice(clause.id, f"{clause.id} ({clause.strength}): {clause.paraphrase}")
            for clause in (subject.clauses.clauses.values() if subject.clauses else ())
        ],
        "templates": [
            _choice(template, f"{wording.subject} ({template})")
            for template, wording in sorted(WORDINGS.items())
        ],
        "lanes": _lanes(subject),
        "processes": [
            _choice(str(process.get("id")), names.one_line(process.get("name")))
            for drawn in subject.diagrams
            for process in drawn.processes
        ],
    }


def _lanes(subject: Subject) -> dict[str, str]:
    """Return who stands behind each lane, in words."""
    roles = subject.procedure.lane_roles if subject.procedure else {}
    return {lane: roles_in_words(text) for lane, text in roles.items()}


def roles_in_words(text: str) -> str:
    """Return “Line manager or safeguarding lead” for what `procedure.toml` says."""
    if text.startswith("="):
        return "Whoever dealt with the stage: the diagram that calls this one says who"
    return sentence(" or ".join(role_in_words(role) for role in roles_in(text)))


def _choice(value: str, words: str) -> dict[str, Any]:
    return {"value": str(value), "words": words}
