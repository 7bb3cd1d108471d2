"""Writes small BPMN files for tests, element by element."""

from html import escape

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" id="D" targetNamespace="https://x.example">'
)


def file(*processes, messages=()):
    """Return a BPMN file; each message has the id `Message_<name>`."""
    declared = "".join(f'<bpmn:message id="Message_{name}" name="{name}"/>' for name in messages)
    return f"{HEAD}{declared}{''.join(processes)}</bpmn:definitions>".encode()


def process(*parts, process_id="main", properties=None, executable="true"):
    """Return a process."""
    inside = extensions(properties) + "".join(parts)
    return f'<bpmn:process id="{process_id}" isExecutable="{executable}">{inside}</bpmn:process>'


def node(tag, element_id, inside="", **attributes):
    """Return a flow node; an attribute `camunda_x` is `camunda:x`."""
    written = "".join(
        f' {name.replace("camunda_", "camunda:")}="{escape(str(value))}"'
        for name, value in attributes.items()
    )
    return f'<bpmn:{tag} id="{element_id}" name="{element_id}"{written}>{inside}</bpmn:{tag}>'


def extensions(properties=None, mappings=""):
    """Return `camunda:properties` and in/out mappings."""
    listed = "".join(
        f'<camunda:property name="{name}" value="{escape(value)}"/>'
        for name, value in (properties or {}).items()
    )
    inside = (f"<camunda:properties>{listed}</camunda:properties>" if listed else "") + mappings
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>" if inside else ""


def start(element_id="S", inside="", **attributes):
    """Return a start event."""
    return node("startEvent", element_id, inside, **attributes)


def end(element_id="E", inside=""):
    """Return an end event."""
    return node("endEvent", element_id, inside)


def terminate(element_id):
    """Return a terminate end event."""
    return end(element_id, "<bpmn:terminateEventDefinition/>")


def user(element_id, inside="", properties=None, **attributes):
    """Return a user task."""
    return node("userTask", element_id, extensions(properties) + inside, **attributes)


def each(element_id, collection="agencies", variable="agency", output=None, condition=None):
    """Return a user task that is done once for each entry of a list."""
    properties = {"agencySide": "each"} | ({"outputCollection": output} if output else {})
    return user(element_id, repeated(collection, variable, condition), properties)


def repeated(collection="agencies", variable="agency", condition=None):
    """Return the marks of a multi-instance activity."""
    until = f"<bpmn:completionCondition>{escape(condition or '')}</bpmn:completionCondition>"
    return (
        f'<bpmn:multiInstanceLoopCharacteristics camunda:collection="{escape(collection)}" '
        f'camunda:elementVariable="{variable}">{until if condition else ""}'
        "</bpmn:multiInstanceLoopCharacteristics>"
    )


def notify(element_id, recipients="line-manager of both", template="T"):
    """Return a service task that tells people."""
    named = {"operation": "notify", "recipients": recipients, "template": template}
    return node("serviceTask", element_id, extensions(named))


def xor(element_id, default=None):
    """Return an exclusive gateway."""
    return node("exclusiveGateway", element_id, **({"default": default} if default else {}))


def timer(kind, text):
    """Return a timer event definition: kind is Date, Duration or Cycle."""
    return (
        f"<bpmn:timerEventDefinition><bpmn:time{kind}>{escape(text)}</bpmn:time{kind}>"
        "</bpmn:timerEventDefinition>"
    )


def duration(text):
    """Return the definition of a duration timer."""
    return timer("Duration", text)


def message(name):
    """Return a message event definition."""
    return f'<bpmn:messageEventDefinition messageRef="Message_{name}"/>'


def boundary(element_id, host, definition, *, interrupting=True):
    """Return an event on the border of an activity."""
    cancels = "true" if interrupting else "false"
    return node("boundaryEvent", element_id, definition, attachedToRef=host, cancelActivity=cancels)


def catch(element_id, definition):
    """Return an intermediate event that waits."""
    return node("intermediateCatchEvent", element_id, definition)


def sub(element_id, *parts, inside="", **attributes):
    """Return an embedded sub-process."""
    return node("subProcess", element_id, inside + "".join(parts), **attributes)


def call(element_id, process_id, mappings="", inside=""):
    """Return a call activity."""
    return node(
        "callActivity", element_id, extensions(None, mappings) + inside, calledElement=process_id
    )


def flow(source, target, condition=None):
    """Return a sequence flow with the id `<source>-<target>`."""
    written = f"<bpmn:conditionExpression>{escape(condition or '')}</bpmn:conditionExpression>"
    return (
        f'<bpmn:sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">'
        f"{written if condition else ''}</bpmn:sequenceFlow>"
    )


def path(*ids):
    """Return the flows that connect these elements one after another."""
    return "".join(map(flow, ids, ids[1:]))
