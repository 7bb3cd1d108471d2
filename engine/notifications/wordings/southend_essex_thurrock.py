"""Notices that the procedure of Southend, Essex and Thurrock sends."""

from collections.abc import Mapping

from engine.notifications.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = {
    "ADVICE_WANTED": Wording(
        "a colleague would like your advice",
        "A professional of your own agency disagrees with another agency, and would like the "
        "advice and support of the safeguarding lead. Nobody outside your agency sees this.",
        "Safeguarding leads: speak to your colleague soon. The time scale of the professionals "
        "goes on meanwhile.",
    ),
    "S1_TIME_SCALE": Wording(
        "another agency disagrees with yours, and a time is set",
        "A professional of another agency has raised a disagreement, and has entered by when it "
        "is to be settled: as agreed with you, or as a proposal.",
        "Open the case to see the date and time. If it does not suit, say so to the other "
        "professional, and talk directly. When it is over, the first line managers take it up.",
    ),
    "S1_EXPIRED": Wording(
        "the time scale is over",
        "The time for the professionals is over, and no resolution is recorded that every agency "
        "has confirmed. The disagreement is now at stage two. That is ordinary practice.",
        "Professionals: discuss it with your own first line manager, safeguarding supervisor or "
        "Named Nurse. Managers: write down when you talked, then contact the other manager. What "
        "was settled and not confirmed can be confirmed there.",
    ),
    "S3_POLICY_ISSUE": Wording(
        "a policy issue goes to the Partnership / Board",
        "A disagreement between agencies is resolved. It raised a significant policy issue, which "
        "goes to the Partnership / Board all the same.",
        "Senior managers: the written account is yours. Open the case, and send it in good time.",
    ),
    "S4_REFERRED": Wording(
        "referred to the Partnership / Board",
        "A professional disagreement, or a policy issue that it raised, has been referred to the "
        "Partnership / Board with a written account.",
        "Partnership / Board: open the case to read the account, and say whether a meeting is "
        "necessary. Everybody else: you hear what comes of it. Keep the child safe meanwhile.",
    ),
    "S4_CONVENED": Wording(
        "the Partnership / Board convenes a meeting",
        "The Partnership / Board finds a meeting necessary about what was referred to it.",
        "Open the case to see when it is planned. You are asked to take part.",
    ),
}
