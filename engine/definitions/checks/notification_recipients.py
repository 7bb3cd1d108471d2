"""Every notification goes to somebody."""

from collections.abc import Iterator

from engine.definitions import names
from engine.definitions.diagram import Diagram, Element, Node
from engine.definitions.expressions import fault_in_expression
from engine.definitions.problem import Problem
from engine.definitions.recipients import parse_recipients
from engine.definitions.reporter import Reporter
from engine.definitions.subject import Subject
from engine.vocabulary import Role
from forms.feel import Expression, FeelError, parse_expression

NAME = "notification-recipients"
_report = Reporter(NAME)
_REMEDY = "Write them like this: line-manager of both; business-manager."
_OFFICE_ROLES = frozenset(
    {Role.BUSINESS_MANAGER, Role.PROCEDURES_GROUP, Role.MEETING_CHAIR, Role.SAFEGUARDING_LEAD}
)


def check(subject: Subject) -> Iterator[Problem]:
    """Find notifications to nobody, to unknown roles, or with recipients that cannot be read."""
    for diagram in subject.diagrams:
        for node in diagram.of_kind("serviceTask"):
            if node.property_value("operation") == "notify":
                yield from _fault(diagram, node, (node.property_value("recipients") or "").strip())
        for call in diagram.of_kind("callActivity"):
            for mapping in names.extensions(call.element):
                yield from _handed_over(diagram, call, mapping)


def _fault(diagram: Diagram, node: Node, text: str) -> Iterator[Problem]:
    if text.startswith("="):
        fault = fault_in_expression(text)
        fixed = None if fault else _fixed_text(parse_expression(text[1:].strip()))
        if fault is not None:
            yield _report.error(
                diagram,
                node.element,
                f"The recipients of “{node.name}” are wrong: {fault}.",
                _REMEDY,
            )
        if fixed is None:
            return
        text = fixed.strip()
    try:
        recipients = parse_recipients(text)
    except ValueError as error:
        yield _report.error(diagram, node.element, f"“{node.name}”: {error}", _REMEDY)
        return
    for recipient in recipients:
        if recipient.side is None and recipient.role not in _OFFICE_ROLES:
            yield _report.warning(
                diagram,
                node.element,
                f"“{node.name}” names {recipient.role} without a side: only the partnership's "
                "own office is told.",
                f"Say whose, such as {recipient.role} of both.",
            )


def _handed_over(diagram: Diagram, call: Node, mapping: Element) -> Iterator[Problem]:
    """Look at recipients that a call activity hands to the called process as a fixed text."""
    expression = mapping.get("sourceExpression", "").strip()
    is_recipients = mapping.tag == names.camunda("in") and mapping.get("target") == "recipients"
    if is_recipients and fault_in_expression(expression) is None:
        value = _fixed_text(parse_expression(expression[1:].strip()))
        if value is not None:
            yield from _fault(diagram, call, value.strip())


def _fixed_text(expression: Expression) -> str | None:
    try:
        value = None if expression.names else expression.evaluate({})
    except FeelError:  # it needs the clock: only the running case can say
        return None
    return value if isinstance(value, str) else None
