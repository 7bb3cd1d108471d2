import smtplib
from email.message import EmailMessage

import pytest


def send(server, subject):
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "a@example.org", "b@example.org"
    message.set_content("Es grüßt: £")
    host, port = server.url.removeprefix("smtp://").split(":")
    with smtplib.SMTP(host, int(port)) as client:
        client.send_message(message)


def test_the_mail_server_keeps_what_it_accepted(smtp_server):
    send(smtp_server, "A task for you")
    assert smtp_server.subjects() == ["A task for you"]
    assert smtp_server.recipients == [("b@example.org",)]
    assert smtp_server.messages[0].get_content().strip() == "Es grüßt: £"


@pytest.mark.parametrize("reply", ["451 4.7.1 Later", "550 5.1.1 No such person"])
def test_the_mail_server_refuses_as_often_as_it_was_told(smtp_server, reply):
    smtp_server.refuse(reply)
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        send(smtp_server, "First")
    send(smtp_server, "Second")
    assert refusal.value.smtp_code == int(reply[:3])
    assert smtp_server.subjects() == ["Second"]
