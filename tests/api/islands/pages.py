"""A small site around the built front end, with the content security policy that Concord has."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask, Response, request

from api.pages.assets import script_url, style_urls

ROOT = Path(__file__).parents[3]
DIST = ROOT / "api/static/dist"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'"
)
SVG = '<svg viewBox="0 0 400 80" width="400" height="80" role="img" aria-label="Drawn"></svg>'
BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"
    xmlns:dd="http://www.omg.org/spec/DD/20100524/DI" targetNamespace="test">
  <process id="p">
    <startEvent id="Start"/><sequenceFlow id="Flow_1" sourceRef="Start" targetRef="Task_Discuss"/>
    <userTask id="Task_Discuss" name="Discuss the concern"/>
    <sequenceFlow id="Flow_2" sourceRef="Task_Discuss" targetRef="Task_Decide"/>
    <userTask id="Task_Decide" name="Decide together"/>
  </process>
  <di:BPMNDiagram><di:BPMNPlane bpmnElement="p">
    <di:BPMNShape bpmnElement="Start">
      <dc:Bounds x="100" y="122" width="36" height="36"/></di:BPMNShape>
    <di:BPMNShape bpmnElement="Task_Discuss">
      <dc:Bounds x="200" y="100" width="120" height="80"/></di:BPMNShape>
    <di:BPMNShape bpmnElement="Task_Decide">
      <dc:Bounds x="3000" y="100" width="120" height="80"/></di:BPMNShape>
    <di:BPMNEdge bpmnElement="Flow_1">
      <dd:waypoint x="136" y="140"/><dd:waypoint x="200" y="140"/></di:BPMNEdge>
    <di:BPMNEdge bpmnElement="Flow_2">
      <dd:waypoint x="320" y="140"/><dd:waypoint x="3000" y="140"/></di:BPMNEdge>
  </di:BPMNPlane></di:BPMNDiagram>
</definitions>"""


@dataclass
class Site:
    """What the pages ask for, what they get, and what they sent."""

    diagram: str = BPMN
    body: str = ""
    answers: list[Response] = field(default_factory=list)
    drafts: list[dict[str, str]] = field(default_factory=list)
    forms: list[dict[str, str]] = field(default_factory=list)
    """What was sent for good."""
    tokens: list[str | None] = field(default_factory=list)

    def application(self) -> Flask:
        """Return the site."""
        app = Flask(__name__, static_folder=str(DIST), static_url_path="/static/dist")
        app.add_url_rule("/", "page", self._page)
        app.add_url_rule("/", "send", self._take_form, methods=["POST"])
        app.add_url_rule("/diagram.bpmn", "diagram", lambda: self.diagram)
        app.add_url_rule("/favicon.ico", "icon", lambda: ("", 204))
        app.add_url_rule("/draft", "draft", self._keep_draft, methods=["POST"])
        app.after_request(_set_policy)
        return app

    def _page(self) -> str:
        sheets = [*style_urls(), *style_urls("src/viewer.js")]
        scripts = [script_url(f"src/{name}.js") for name in ("form", "viewer")]
        head = [f'<link rel="stylesheet" href="{sheet}">' for sheet in sheets]
        head += [f'<script type="module" src="{script}"></script>' for script in scripts]
        return (
            '<!doctype html><html lang="en" class="govuk-template"><head><title>A page</title>'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'{"".join(head)}</head><body class="govuk-template__body">'
            '<main class="govuk-width-container"><h1 class="govuk-heading-l">A page</h1>'
            f"{self.body}</main></body></html>"
        )

    def _take_form(self) -> str:
        self.forms.append(request.form.to_dict())
        return '<!doctype html><html lang="en"><title>Taken</title><h1>Taken</h1></html>'

    def _keep_draft(self) -> Response:
        self.tokens.append(request.headers.get("X-CSRFToken"))
        answer = self.answers.pop(0) if self.answers else saved_at("2026-07-01T13:05:00Z")
        if answer.status_code < 400:
            self.drafts.append(request.form.to_dict())
        return answer


def saved_at(instant: str) -> Response:
    """Return what Concord answers to a draft it has kept."""
    return Response(json.dumps({"saved_at": instant}), mimetype="application/json")


def refused(status: int, detail: str) -> Response:
    """Return a problem (RFC 9457)."""
    problem = json.dumps({"status": status, "detail": detail})
    return Response(problem, status, mimetype="application/problem+json")


def _set_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    return response
