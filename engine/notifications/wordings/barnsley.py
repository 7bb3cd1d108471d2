"""Notices that the procedure of Barnsley sends."""

from collections.abc import Mapping

from engine.notifications.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = {
    "SUPPORT_WANTED": Wording(
        "a colleague would like your support",
        "A worker of your own agency is in a difference of opinion and would like support from "
        "their line manager. The other agency does not see this.",
        "Line managers: speak to your colleague, and guide them in what they write.",
    ),
    "CONFERENCE_NOT_SUPPORTED": Wording(
        "the request for a conference is not supported",
        "A request for a Child Protection Conference was not supported by the agency that would "
        "have to make it.",
        "Open the case to read why. The difference of opinion itself goes on.",
    ),
    "CONFERENCE_DECIDED": Wording(
        "the request for a conference is decided",
        "There is a final decision about a request for a Child Protection Conference.",
        "Open the case to read the decision and the professional reasons for it.",
    ),
    "LEARNING_REFERRED": Wording(
        "learning is referred to the Sub-Committee",
        "A general principle, or something to learn, has been written down for the Policy, "
        "Procedures and Practice Development Sub-Committee. It says nothing about a child.",
        "Partnership’s office: open the case, read it, and take it to the Sub-Committee.",
    ),
}
