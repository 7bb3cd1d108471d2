"""Every user task has a form, and the form can be shown."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Node
from engine.definitions.problem import Problem
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject

NAME = "forms"
_report = Reporter(NAME)


def check(subject: Subject) -> Iterator[Problem]:
    """Find user tasks without form, forms that are missing, and forms that are refused."""
    for diagram in subject.diagrams:
        for node in diagram.of_kind("userTask"):
            yield from _fault(subject, diagram, node)
    for key, refusal in subject.refused_forms.items():
        for problem in refusal.problems:
            place = f" ({problem.component_id})" if problem.component_id else ""
            yield _report.about_file(
                f"forms/{key}.form", f"Form {key}{place}: {problem.message}", problem.remedy
            )


def _fault(subject: Subject, diagram: Diagram, node: Node) -> Iterator[Problem]:
    key = node.element.get(names.camunda("formKey"), "").strip()
    if not key:
        yield _report.error(
            diagram,
            node.element,
            f"The user task “{node.name}” has no form.",
            "Choose its form in the properties panel.",
        )
    elif key not in subject.forms and key not in subject.refused_forms:
        yield _report.error(
            diagram,
            node.element,
            f"The form “{key[:80]}” of “{node.name}” is missing.",
            f"Add forms/{key[:80]}.form to the bundle, or choose another form.",
        )
