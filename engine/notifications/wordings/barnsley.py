"""Notices that the procedure of Barnsley sends."""

from collections.abc import Mapping

from engine.notifications.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = {}
