"""An agency's own settings: telephone, out of hours, quiet hours."""

from typing import Any

from api.access import SIGNED_IN, open_to
from api.auth import required_actor
from api.extensions import current_engine
from api.reading import reading
from api.request_json import Resource
from api.schemas.agency_settings import AgencySettingsSchema, WantedSettingsSchema
from engine.queries.agency_settings import AgencySettings, load_agency_settings
from engine.runtime.agency_settings import WantedSettings, change_agency_settings

agency_settings = Resource("agency-settings", "What an agency settles for itself.")


@agency_settings.route("/agencies/<agency_key>/settings", methods=["GET"])
@open_to(SIGNED_IN)
@agency_settings.response(200, AgencySettingsSchema)
@agency_settings.refuses(401, 403, 404)
def show(agency_key: str) -> AgencySettings:
    """Show telephone and quiet hours of an agency that you look after."""
    with reading() as work:
        return load_agency_settings(work, required_actor(), agency_key)


@agency_settings.route("/agencies/<agency_key>/settings", methods=["PUT"])
@open_to(SIGNED_IN)
@agency_settings.arguments(WantedSettingsSchema)
@agency_settings.response(200, AgencySettingsSchema)
@agency_settings.refuses(401, 403, 404, 422)
def replace(body: dict[str, Any], agency_key: str) -> AgencySettings:
    """Replace telephone and quiet hours. Danger is sent at any hour."""
    engine, actor = current_engine(), required_actor()
    wanted = WantedSettings(
        telephone=body["telephone"] or "",
        out_of_hours=body["out_of_hours"] or "",
        quiet_from=body["quiet_from"] or "",
        quiet_until=body["quiet_until"] or "",
        quiet_at_weekends=body["quiet_at_weekends"],
    )
    change_agency_settings(engine, actor, agency_key, wanted)
    with reading() as work:
        return load_agency_settings(work, actor, agency_key)
