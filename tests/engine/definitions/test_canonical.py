"""A diagram is written in one way, and what it says stays."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.definitions import names
from engine.definitions.canonical import canonical_diagram

FOLDER = Path("workflows")
DIAGRAMS = sorted(FOLDER.glob("*/*/*.bpmn"))
BERKSHIRE = FOLDER / "berkshire/2026-03-25/berkshire.bpmn"
SMALL = FOLDER / "berkshire/2026-03-25/record_and_share.bpmn"

OTHER_MODELLER = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:tns="urn:ours" xmlns:x="http://www.w3.org/2001/XMLSchema-instance"
  xmlns:i="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:c="http://www.omg.org/spec/DD/20100524/DC"
  targetNamespace="urn:ours" id="D" exporter="Somebody's" exporterVersion="9">
  <!-- seen by programmers only -->
  <process id="P"><sequenceFlow sourceRef="A" targetRef="B" id="F">
     <conditionExpression> =a &gt; 1 </conditionExpression></sequenceFlow>
    <userTask name="Ask &quot;why&quot;" id="A"><outgoing>F</outgoing>
      <extensionElements><tns:b/><tns:a>x <tns:i/> y</tns:a></extensionElements></userTask>
    <boundaryEvent id="T" attachedToRef="A" cancelActivity="true">
      <timeDate x:type="tFormalExpression">=t</timeDate></boundaryEvent>
    <endEvent id="B"><incoming> F </incoming></endEvent></process>
  <message id="M"/>
  <i:BPMNDiagram><i:BPMNPlane bpmnElement="P">
    <i:BPMNEdge bpmnElement="F"/>
    <i:BPMNShape bpmnElement="B"><i:BPMNLabel/>
      <c:Bounds y="2.04" x="1.0" width="36" height="36.99"/></i:BPMNShape>
    <i:BPMNShape bpmnElement="A"/></i:BPMNPlane></i:BPMNDiagram>
</definitions>"""


@pytest.mark.parametrize("path", DIAGRAMS, ids=str)
def test_our_own_diagrams_are_canonical(path):
    assert canonical_diagram(path.read_bytes()) == path.read_bytes()


def test_a_file_of_another_modeller():
    assert canonical_diagram(OTHER_MODELLER).decode().splitlines()[2:] == [
        '  <bpmn:message id="M"/>',
        '  <bpmn:process id="P">',
        '    <bpmn:userTask id="A" name="Ask &quot;why&quot;">',
        "      <bpmn:extensionElements>",
        "        <tns:b/>",
        "        <tns:a>x <tns:i/> y</tns:a>",
        "      </bpmn:extensionElements>",
        "      <bpmn:outgoing>F</bpmn:outgoing>",
        "    </bpmn:userTask>",
        '    <bpmn:boundaryEvent id="T" attachedToRef="A">',
        '      <bpmn:timeDate xsi:type="bpmn:tFormalExpression">=t</bpmn:timeDate>',
        "    </bpmn:boundaryEvent>",
        '    <bpmn:endEvent id="B">',
        "      <bpmn:incoming>F</bpmn:incoming>",
        "    </bpmn:endEvent>",
        '    <bpmn:sequenceFlow id="F" sourceRef="A" targetRef="B">',
        "      <bpmn:conditionExpression>=a &gt; 1</bpmn:conditionExpression>",
        "    </bpmn:sequenceFlow>",
        "  </bpmn:process>",
        "  <bpmndi:BPMNDiagram>",
        '    <bpmndi:BPMNPlane bpmnElement="P">',
        '      <bpmndi:BPMNShape bpmnElement="A"/>',
        '      <bpmndi:BPMNShape bpmnElement="B">',
        '        <dc:Bounds x="1" y="2" width="36" height="37"/>',
        "      </bpmndi:BPMNShape>",
        '      <bpmndi:BPMNEdge bpmnElement="F"/>',
        "    </bpmndi:BPMNPlane>",
        "  </bpmndi:BPMNDiagram>",
        "</bpmn:definitions>",
    ]


def test_writing_again_changes_nothing():
    once = canonical_diagram(OTHER_MODELLER)
    assert canonical_diagram(once) == once


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no XML",
        b"<open>",
        b"<other/>",
        b"\xff\xfe\x00",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    ],
)
def test_what_is_no_diagram_stays_as_it_is(content):
    assert canonical_diagram(content) == content


def test_a_prefix_of_ours_that_means_something_else_is_renamed():
    source = SMALL.read_bytes().replace(b"bpmn:", b"b:").replace(b"xmlns:bpmn=", b"xmlns:b=")
    foreign = source.replace(b"<b:definitions ", b'<b:definitions xmlns:bpmn="urn:x" bpmn:y="1" ')
    written = canonical_diagram(foreign)
    assert b'xmlns:bpmn1="urn:x"' in written
    assert b'bpmn1:y="1"' in written
    assert canonical_diagram(written) == written
    assert canonical_diagram(source) == SMALL.read_bytes()


@pytest.mark.parametrize("text", ["1e400", "nan", "inf", "", "wide", "123456.78"])
def test_what_is_no_coordinate_stays_as_it_is(text):
    source = f'<dc:Bounds x="{text}"'.encode()
    changed = SMALL.read_bytes().replace(b'<dc:Bounds x="160"', source)
    assert source in canonical_diagram(changed)


# Shrinking a shuffle of a thousand elements takes minutes and explains nothing.
@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.integers(0, 2**32), st.sampled_from(DIAGRAMS))
def test_order_that_says_nothing_does_not_count(seed, path):
    random = Random(seed)
    root = etree.fromstring(path.read_bytes(), etree.XMLParser(remove_blank_text=True))
    for element in list(root.iter()):
        attributes = list(element.attrib.items())
        random.shuffle(attributes)
        element.attrib.clear()
        element.attrib.update(attributes)
        if _order_says_something(element):
            continue
        children = list(element)
        random.shuffle(children)
        element[:] = _steps_as_they_were(children, list(element))
    shuffled = etree.tostring(root, pretty_print=random.random() < 0.5)
    assert canonical_diagram(shuffled) == path.read_bytes()


# What people chose: the order of steps, flows, lanes and pools, of texts, and of all extensions.
_CHOSEN = {
    "sequenceFlow",
    "lane",
    "participant",
    "process",
    "message",
    "textAnnotation",
    "association",
}


def _order_says_something(element):
    is_extension = "camunda.org" in str(element.tag) or names.kind(element) == "extensionElements"
    return is_extension or element.tag == names.bpmn_di("BPMNEdge")


def _steps_as_they_were(shuffled, original):
    for kind in {_group(child) for child in original} - {None}:
        places = [place for place, child in enumerate(shuffled) if _group(child) == kind]
        of_kind = [child for child in original if _group(child) == kind]
        for place, child in zip(places, of_kind, strict=True):
            shuffled[place] = child
    return shuffled


def _group(child):
    kind = names.kind(child)
    return "step" if kind in names.FLOW_NODES else kind if kind in _CHOSEN else None
