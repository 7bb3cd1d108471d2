"""Small files in the manner of other modellers: their namespaces, prefixes and habits.

Written here for these tests; nothing was copied from a vendor.
"""

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"


def _plain(inside, *, attributes="", more="", executable="false"):
    """Write a file without prefix for BPMN, as many modellers do."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{MODEL}" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" {attributes} '
        f'targetNamespace="http://example.org/t">{more}<process id="test" '
        f'isExecutable="{executable}">{inside}</process></definitions>'
    ).encode()


_THREE = (
    '<startEvent id="S"/><{kind} id="T" name="Discuss"{own}>{inner}</{kind}><endEvent id="E"/>'
    '<sequenceFlow id="F1" sourceRef="S" targetRef="T"/>'
    '<sequenceFlow id="F2" sourceRef="T" targetRef="E"/>'
)


def _three(kind="task", own="", inner=""):
    return _THREE.format(kind=kind, own=own, inner=inner)


BIZAGI = _plain(
    "<ioSpecification><inputSet/><outputSet/></ioSpecification><extensionElements>"
    "<bizagi:BizagiExtensions><bizagi:BizagiProperties/></bizagi:BizagiExtensions>"
    "</extensionElements>" + _three(own=' startQuantity="1" completionQuantity="1"'),
    attributes='xmlns:bizagi="http://www.bizagi.com/bpmn20"',
    more='<collaboration id="C"><participant id="P0" name="Main process"/>'
    '<participant id="P1" processRef="test"/></collaboration>',
)
SIGNAVIO = _plain(
    '<laneSet id="sid-1"><lane id="sid-2" name="School"><flowNodeRef>S</flowNodeRef>'
    '<flowNodeRef>T</flowNodeRef><childLaneSet id="sid-3"/></lane></laneSet>'
    + _three(
        inner='<extensionElements><signavio:signavioMetaData metaKey="bgcolor" '
        'metaValue="#ffffcc"/></extensionElements><incoming>F1</incoming>'
    ),
    attributes='xmlns:signavio="http://www.signavio.com" exporter="Signavio Process Editor"',
)
ADONIS = _plain(
    _three("userTask") + '<textAnnotation id="_note"><text>Note</text></textAnnotation>',
    attributes='xmlns:ado="http://www.boc-group.com/adonis" exporter="ADONIS"',
)
ZEEBE = _plain(
    _three(
        "serviceTask",
        inner='<extensionElements><zeebe:taskDefinition type="mail"/><zeebe:ioMapping>'
        '<zeebe:input source="=a" target="b"/></zeebe:ioMapping></extensionElements>',
    ),
    attributes='xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:modeler="http://camunda.org/schema/modeler/1.0" '
    'modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0"',
    executable="true",
)
FLOWABLE = _plain(
    _three(
        "userTask",
        own=' flowable:assignee="${initiator}" flowable:formKey="form"',
        inner='<extensionElements><flowable:taskListener event="create" class="org.X"/>'
        "</extensionElements>",
    )
    + '<serviceTask id="J" flowable:class="org.example.Run"/>',
    attributes='xmlns:flowable="http://flowable.org/bpmn" '
    'typeLanguage="http://www.w3.org/2001/XMLSchema" '
    'expressionLanguage="http://www.w3.org/1999/XPath"',
    executable="true",
)
ACTIVITI = FLOWABLE.replace(b"flowable", b"activiti")
BONITA = _plain(
    _three("callActivity", own=' calledElement="bonita:sub"')
    + '<dataObject id="_d" itemSubjectRef="_i" isCollection="false"/>',
    attributes='xmlns:bonitaConnector="http://www.bonitasoft.org/studio/connector/definition/6.0"',
    more='<import importType="http://www.w3.org/2001/XMLSchema" location="connectors.xsd" '
    'namespace="http://www.bonitasoft.org/studio"/><itemDefinition id="_i"/>',
)
CAMUNDA_7 = _plain(
    _three(
        "userTask",
        own=' camunda:candidateGroups="managers"',
        inner='<extensionElements><camunda:formData><camunda:formField id="a" type="string"/>'
        "</camunda:formData></extensionElements>",
    )
    + '<sequenceFlow id="F3" sourceRef="T" targetRef="E"><conditionExpression '
    'xsi:type="tFormalExpression">${a == 1}</conditionExpression></sequenceFlow>',
    attributes='xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
    executable="true",
)
SEVERAL_POOLS = (
    f'<b:definitions xmlns:b="{MODEL}"><b:collaboration id="C">'
    '<b:participant id="P1" processRef="one"/><b:participant id="P2" processRef="two"/>'
    '<b:messageFlow id="M" sourceRef="T1" targetRef="T2"/></b:collaboration>'
    '<b:process id="one" isExecutable="true"><b:task id="T1"/></b:process>'
    '<b:process id="two" isExecutable="true"><b:task id="T2"/></b:process></b:definitions>'
).encode()
CHOREOGRAPHY = (
    f'<definitions xmlns="{MODEL}"><choreography id="Ch"><startEvent id="S"/>'
    '<choreographyTask id="T" initiatingParticipantRef="P"><participantRef>P</participantRef>'
    '</choreographyTask><sequenceFlow id="F" sourceRef="S" targetRef="T"/></choreography>'
    "</definitions>"
).encode()
CONVERSATION = (
    f'<definitions xmlns="{MODEL}"><collaboration id="C"><participant id="P"/>'
    '<conversation id="V"><participantRef>P</participantRef></conversation>'
    '<subConversation id="U"/><callConversation id="W"/>'
    '<conversationLink id="L" sourceRef="P" targetRef="V"/></collaboration></definitions>'
).encode()
EVERY_KIND = _plain(
    "".join(
        f'<{kind} id="K{number}"><{kind}/></{kind}>'
        for number, kind in enumerate(
            [
                "task",
                "userTask",
                "manualTask",
                "serviceTask",
                "sendTask",
                "receiveTask",
                "scriptTask",
                "businessRuleTask",
                "exclusiveGateway",
                "parallelGateway",
                "inclusiveGateway",
                "eventBasedGateway",
                "complexGateway",
                "startEvent",
                "endEvent",
                "boundaryEvent",
                "intermediateCatchEvent",
                "intermediateThrowEvent",
                "subProcess",
                "transaction",
                "adHocSubProcess",
                "callActivity",
                "sequenceFlow",
                "laneSet",
                "lane",
                "dataObject",
                "dataStore",
                "association",
                "group",
                "ioSpecification",
                "property",
                "event",
                "implicitThrowEvent",
                "standardLoopCharacteristics",
                "multiInstanceLoopCharacteristics",
                "timerEventDefinition",
            ]
        )
    ),
    executable="true",
)

BPMN = {
    "Bizagi": BIZAGI,
    "Signavio": SIGNAVIO,
    "ADONIS": ADONIS,
    "Camunda 8": ZEEBE,
    "Camunda 7": CAMUNDA_7,
    "Flowable": FLOWABLE,
    "Activiti": ACTIVITI,
    "Bonita": BONITA,
    "several pools": SEVERAL_POOLS,
    "choreography": CHOREOGRAPHY,
    "conversation": CONVERSATION,
    "every kind": EVERY_KIND,
}

DMN = b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" name="Table"/>'
CMMN = b'<cmmn:definitions xmlns:cmmn="http://www.omg.org/spec/CMMN/20151109/MODEL"/>'
XPDL = b'<xpdl2:Package xmlns:xpdl2="http://www.wfmc.org/2009/XPDL2.2"/>'
DRAWN = b'<mxfile host="app"><diagram/></mxfile>'
WEB_PAGE = b"<!doctype HTML><html><body>Please log in<br></body></html>"
OTHER_KINDS = {
    "a DMN decision table": DMN,
    "a CMMN case plan": CMMN,
    "an XPDL file": XPDL,
    "draw.io": DRAWN,
    "an ADONIS file": b'<ADOXML version="3.1"><MODELS/></ADOXML>',
    "an ARIS file": b"<AML><Header-Info/></AML>",
    "a picture (SVG)": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "a web page": WEB_PAGE,
    "a picture (PNG)": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a PDF": b"%PDF-1.7\n%\xe2\xe3",
    "a zip file": b"PK\x03\x04\x14\0\0\0\x08\0",
    "JSON": b'{"components": []}',
    "UTF-16": "<definitions/>".encode("utf-16"),
    "UTF-16 text": "<definitions/>".encode("utf-16-be"),
    "is empty": b"",
    "The file is empty": b"\xef\xbb\xbf \r\n",
    "of an earlier version": b'<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"/>',
    "a part of a BPMN file": f'<process xmlns="{MODEL}" id="test"/>'.encode(),
}
"""What the answer calls them, with a file of the kind."""
