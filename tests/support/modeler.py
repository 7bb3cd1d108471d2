"""Calls as the desktop Camunda Modeler 5 makes them: their order, headers and multipart layout."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

BOUNDARY = "----WebKitFormBoundaryq7vX2nD0Qz1mA3bC"
AGENT = "Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 camunda-modeler/5.40.0 Electron/38.2.2"


@dataclass(frozen=True)
class Modeler:
    """The deployment tool with an address and a log-in as somebody typed them."""

    client: FlaskClient
    url: str = "/engine-rest"
    """As typed: with or without a slash at its end, or with `/deployment/create`."""
    authorization: str = ""

    def log_in(self, name: str, password: str) -> "Modeler":
        """Choose “HTTP Basic”."""
        pair = base64.b64encode(f"{name}:{password}".encode()).decode()
        return Modeler(self.client, self.url, f"Basic {pair}")

    def bear(self, token: str) -> "Modeler":
        """Choose “Bearer token”."""
        return Modeler(self.client, self.url, f"Bearer {token}")

    def check_connection(self) -> TestResponse:
        """Ask whether the address and the log-in are right."""
        return self._fetch("GET", "/deployment?maxResults=0")

    def version(self) -> TestResponse:
        """Ask which Camunda it is."""
        return self._fetch("GET", "/version")

    def deploy(
        self, name: str, diagram: tuple[str, bytes], *attachments: tuple[str, bytes]
    ) -> TestResponse:
        """Press Deploy."""
        body = multipart(
            {
                "deployment-name": name,
                "deployment-source": "Camunda Modeler",
                "enable-duplicate-filtering": "true",
            },
            diagram,
            attachments,
        )
        kind = f"multipart/form-data; boundary={BOUNDARY}"
        return self._fetch("POST", "/deployment/create", data=body, content_type=kind)

    def start(self, definition_id: str) -> TestResponse:
        """Press “Start instance”."""
        path = f"/process-definition/{definition_id}/start"
        return self._fetch("POST", path, json={"businessKey": "default", "variables": {}})

    def webapps(self) -> TestResponse:
        """Ask where people look at deployments; never with a log-in."""
        path = "/.well-known/camunda-automation-platform/webapps"
        return self.client.get(path, headers=_headers(""))

    def preflight(self) -> TestResponse:
        """Ask first, as browsers do for a call with a log-in."""
        asks = {
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        }
        path = f"{self._base()}/deployment/create"
        return self.client.options(path, headers={"Origin": "file://", **asks})

    def _base(self) -> str:
        return self.url.removesuffix("/").removesuffix("/deployment/create") + (
            "/" if self.url.endswith("/") and "create" not in self.url else ""
        )

    def _fetch(self, method: str, path: str, **sent: Any) -> TestResponse:
        headers = _headers(self.authorization)
        return self.client.open(f"{self._base()}{path}", method=method, headers=headers, **sent)


def multipart(
    fields: Mapping[str, str],
    diagram: tuple[str, bytes],
    attachments: tuple[tuple[str, bytes], ...],
) -> bytes:
    """Return the body: the names of file parts are the names of the files."""
    parts = [
        f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    files = [(*diagram, "text/xml"), *((*one, "application/octet-stream") for one in attachments)]
    parts += [
        f'Content-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
        f"Content-Type: {kind}\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, content, kind in files
    ]
    opened = b"".join(f"--{BOUNDARY}\r\n".encode() + part for part in parts)
    return opened + f"--{BOUNDARY}--\r\n".encode()


def _headers(authorization: str) -> dict[str, str]:
    known = {"Accept": "application/json", "Origin": "file://", "User-Agent": AGENT}
    return known | ({"Authorization": authorization} if authorization else {})
