"""What mail servers send back about an e-mail of ours."""

import uuid

OURS = "concord.example"

REPORT = """\
From: MAILER-DAEMON@mail.example
To: concord@concord.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system. I'm sorry to have to inform you.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Mon, 7 Sep 2026 10:00:00 +0100

Final-Recipient: rfc822; somebody@reading-school.example
{action}Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 <somebody@reading-school.example>: User unknown

--b
Content-Type: {returned}

From: Concord <concord@concord.example>
Subject: BRK-2026-000001: child at risk now
Message-ID: <{delivery_id}@{domain}>

--b--
"""


def bounce_of(
    delivery_id: uuid.UUID,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    returned: str = "message/rfc822",
    domain: str = OURS,
) -> bytes:
    """Return a delivery status notification about a delivery, as Postfix writes it."""
    words = f"Action: {action}\n" if action else ""
    return REPORT.format(
        action=words, status=status, returned=returned, delivery_id=delivery_id, domain=domain
    ).encode()


def reply_to(delivery_id: uuid.UUID) -> bytes:
    """Return an answer to our e-mail from somebody who is away: it has arrived."""
    return (
        "From: somebody@reading-school.example\nSubject: Out of office\n"
        f"In-Reply-To: <{delivery_id}@{OURS}>\n\nI am away.\n"
    ).encode()
