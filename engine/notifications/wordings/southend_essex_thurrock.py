"""Notices that the procedure of Southend, Essex and Thurrock sends."""

from collections.abc import Mapping

from engine.notifications.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = {
    "ADVICE_WANTED": Wording(
        "a colleague would like your advice",
        "A professional of your own agency disagrees with another agency, and would like the "
        "advice and support of the safeguarding lead. Nobody outside your agency sees this.",
        "Safeguarding leads: speak to your colleague, before the agreed time scale is over.",
    ),
    "S1_EXPIRED": Wording(
        "the agreed time scale is over",
        "The time that the professionals agreed is over, and no resolution is recorded. The "
        "disagreement is now at stage two. That is ordinary practice.",
        "Professionals: discuss it with your own first line manager, safeguarding supervisor or "
        "Named Nurse. Managers: write down when you talked, then contact the other manager.",
    ),
    "S4_REFERRED": Wording(
        "referred to the Partnership / Board",
        "A professional disagreement, or a policy issue that it raised, has been referred to the "
        "Partnership / Board with a written account.",
        "Open the case to read the account, and say whether a meeting is necessary.",
    ),
}
